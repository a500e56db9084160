import { formatCount, formatPercent } from '@/components/ui/format-number'

export interface ChangePart {
  version: string
  before: number
  after: number
}

/** The versions whose percent changes. Of two only the one that isn't stable, since the other follows from it. */
export function changeParts(
  versions: readonly string[],
  before: readonly number[],
  after: readonly number[],
  total: number,
  stable: string | undefined,
): ChangePart[] {
  const percent = (weight: number | undefined) => (total > 0 ? ((weight ?? 0) / total) * 100 : 0)
  const changed = versions.flatMap((version, index) =>
    before[index] === after[index]
      ? []
      : [{ version, before: percent(before[index]), after: percent(after[index]) }],
  )
  const telling = changed.filter(({ version }) => version !== stable)
  return versions.length === 2 && telling.length === 1 ? telling : changed
}

/** "v2 10 % → 25 %", for each part. */
export function changeWords(parts: readonly ChangePart[]): string {
  return parts
    .map(({ version, before, after }) => `${version} ${formatPercent(before)} → ${formatPercent(after)}`)
    .join(', ')
}

/** "about 38 of 150 requests a second": what the first part will get at the rate of now; empty without a rate. */
export function trafficWords(parts: readonly ChangePart[], rate: number | null): string {
  const [first] = parts
  if (first === undefined || parts.length !== 1 || rate === null || rate < 1) return ''
  return `about ${formatCount((first.after / 100) * rate)} of ${formatCount(rate)} requests a second`
}
