const mostNeeded = 1e7

/**
 * The fewest further requests after which `value` reaches `threshold`, to about 1 %, where it rises with them; undefined
 * where even ten million would not do.
 */
export function requestsNeeded(value: (requests: number) => number, threshold: number): number | undefined {
  let high = 64
  while (value(high) < threshold) {
    high *= 2
    if (high > mostNeeded) return undefined
  }
  let low = high === 64 ? 0 : high / 2
  while (high - low > Math.max(1, low / 100)) {
    const middle = Math.floor((low + high) / 2)
    if (value(middle) < threshold) low = middle
    else high = middle
  }
  return high
}
