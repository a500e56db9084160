/**
 * How much more the shares of the intervals vary than independent requests would: Pearson's χ² over its degrees of
 * freedom, over all intervals but the last, which must not judge itself. 1 where there is too little to tell.
 */
export function overdispersion(perInterval: readonly (readonly number[])[]): number {
  const length = Math.min(...perInterval.map((counts) => counts.length)) - 1
  if (perInterval.length < 2 || !(length >= 2)) return 1
  const earlier = perInterval.map((counts) => counts.slice(0, length))
  const totals = Array.from({ length }, (_none, at) => sum(earlier.map((counts) => counts[at] ?? 0)))
  const all = sum(totals)
  const rows = earlier.filter((counts) => sum(counts) > 0)
  const used = totals.filter((total) => total > 0).length
  const freedom = (rows.length - 1) * (used - 1)
  if (freedom < 1) return 1
  let chiSquare = 0
  for (const counts of rows) {
    const share = sum(counts) / all
    for (const [at, total] of totals.entries()) {
      const expected = share * total
      if (expected > 0) chiSquare += ((counts[at] ?? 0) - expected) ** 2 / expected
    }
  }
  return chiSquare / freedom
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
