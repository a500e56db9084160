import type { RuleScopeDto } from '@/lib/contracts/release-rules'

const names = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** "Mon – Thu, Sat" of days from 1 Monday to 7 Sunday; two that follow one another stand alone. */
export function dayWords(days: readonly number[]): string {
  const runs: number[][] = []
  for (const day of [...new Set(days)].sort((a, b) => a - b)) {
    const last = runs.at(-1)
    if (last?.at(-1) === day - 1) last.push(day)
    else runs.push([day])
  }
  const name = (day: number | undefined) => names[(day ?? 1) - 1] ?? ''
  return runs
    .map((run) => (run.length > 2 ? `${name(run[0])} – ${name(run.at(-1))}` : run.map(name).join(', ')))
    .join(', ')
}

/** "everywhere", or the parts that are narrower: "namespace payments". A `*` in a part stands for any run. */
export function ruleScopeWords({ cluster, namespace, service }: RuleScopeDto): string {
  const parts = Object.entries({ cluster, namespace, service }).filter(([, part]) => part !== '*')
  return parts.length === 0 ? 'everywhere' : parts.map((part) => part.join(' ')).join(', ')
}
