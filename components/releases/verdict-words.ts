import { formatCount } from '@/components/ui/format-number'
import type { CheckResultDto, ReleaseDto } from '@/lib/contracts/releases'

type Judged = Pick<ReleaseDto, 'verdict' | 'checks' | 'to' | 'plan'>

/** The verdict as one would say it across the room; undefined while there is none. */
export function verdictHeadline({ verdict, checks, to, plan }: Judged): string | undefined {
  if (verdict === undefined) return undefined
  const named = (state: string) =>
    checks
      .filter((check) => check.state === state)
      .map(({ name }) => name)
      .join(', ')
  switch (verdict.state) {
    case 'pass':
      return plan.checks.length === 1 ? `${to} passes` : `${to} passes every check`
    case 'fail':
      return named('fail') === '' ? `${to} fails` : `${to} fails: ${named('fail')}`
    case 'error':
      return named('error') === '' ? 'Cannot be judged' : `Cannot be judged: ${named('error')}`
    case 'inconclusive':
      return plan.checks.length === 0 ? 'Not judged' : 'Not decided yet'
  }
}

/** What a verdict says besides what its checks say, which stand below it; empty where that is nothing. */
export function verdictRest(
  { words }: NonNullable<ReleaseDto['verdict']>,
  checks: readonly CheckResultDto[],
): string {
  return checks
    .reduce(
      (rest, { name, evidence }) =>
        evidence === '' ? rest : rest.replace(`${name}: ${evidence}`, '').replace(evidence, ''),
      words,
    )
    .replace(/\s+/g, ' ')
    .trim()
}

/** "about 620 more requests, 40 s", from the checks that wait for some; undefined where none says so. */
export function neededWords(checks: readonly CheckResultDto[], perSecond: number | null): string | undefined {
  const needed = Math.max(0, ...checks.map(({ requestsNeeded = 0 }) => requestsNeeded))
  if (needed === 0) return undefined
  const seconds = perSecond === null || perSecond <= 0 ? null : needed / perSecond
  return `about ${formatCount(needed)} more requests${seconds === null ? '' : `, ${roughLength(seconds)}`}`
}

function roughLength(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s at this rate`
  if (seconds < 5400) return `${Math.round(seconds / 60)} min at this rate`
  return `${Math.round(seconds / 3600)} h at this rate`
}

/** What the e-values of a check say, for whoever wants to know; empty where it has none. */
export function evidenceLines({ worse, goodEnough, ratio }: CheckResultDto): string[] {
  return [
    ...(worse === undefined ? [] : [`Worse? e-value ${eValue(worse)}; warns at 20, fails at 100.`]),
    ...(goodEnough === undefined ? [] : [`Good enough? e-value ${eValue(goodEnough)}; passes at 20.`]),
    ...(ratio === undefined
      ? []
      : [
          `Ratio canary to control: ${ratioText(ratio.low)} to ${ratio.high === null ? 'no bound yet' : ratioText(ratio.high)}, valid at every look.`,
        ]),
  ]
}

/** An e-value in three figures; very large ones by their power of ten. */
export function eValue(value: number): string {
  if (value >= 10_000) return `10^${Math.floor(Math.log10(value))}`
  return value >= 100 ? formatCount(value) : value.toPrecision(2)
}

/** A ratio in two figures: "0.85", "1.3", "12". */
export function ratioText(value: number): string {
  if (value === 0) return '0'
  if (value < 0.01) return '< 0.01'
  return value >= 10 ? formatCount(value) : String(Number(value.toPrecision(2)))
}

/** The largest acceptable ratio δ of a check in the plan; undefined where it has none. */
export function maxRatioOf(plan: ReleaseDto['plan'], name: string): number | undefined {
  const found = plan.checks.find((check) => check.name === name)?.['maxRatio']
  return typeof found === 'number' ? found : undefined
}
