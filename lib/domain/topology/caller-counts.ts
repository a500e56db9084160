import type { CallerCounts, VersionCounts } from './traffic'

/** What some callers sent, by version. Intervals in which no version was seen at all are no observation, and left out. */
export function sumOfCallers(callers: readonly Pick<CallerCounts, 'versions'>[]): VersionCounts[] {
  const sums = new Map<string, VersionCounts>()
  for (const { version, requests, failures, perInterval } of callers.flatMap(({ versions }) => versions)) {
    const sum = sums.get(version) ?? { version, requests: 0, failures: 0, perInterval: [] }
    sums.set(version, sum)
    sum.requests += requests
    sum.failures += failures
    for (const [index, count] of perInterval.entries())
      sum.perInterval[index] = (sum.perInterval[index] ?? 0) + count
  }
  const counts = [...sums.values()]
  const seen = (index: number) => counts.some(({ perInterval }) => (perInterval[index] ?? 0) > 0)
  return counts
    .map((sum) => ({ ...sum, perInterval: sum.perInterval.filter((_count, index) => seen(index)) }))
    .sort((a, b) => a.version.localeCompare(b.version, 'en', { numeric: true }))
}
