/** Expected successes above which the normal approximation is drawn from; its error is then below a hundredth. */
const largestExact = 60

/**
 * Draws from Bin(n, p). Exact by geometric gaps between successes while few are expected, else normal with the skewness
 * mended (Cornish–Fisher). `random` is uniform in [0, 1).
 */
export function binomial(random: () => number, n: number, p: number): number {
  if (n <= 0 || p <= 0) return 0
  if (p >= 1) return n
  if (p > 0.5) return n - binomial(random, n, 1 - p)
  return n * p <= largestExact ? byGaps(random, n, p) : byNormal(random, n * p, n * p * (1 - p), 1 - 2 * p, n)
}

/** Draws from Poisson(mean), as the binomial of very many trials. */
export function poisson(random: () => number, mean: number): number {
  if (mean > largestExact) return byNormal(random, mean, mean, 1, Infinity)
  let count = 0
  for (let left = mean + Math.log(1 - random()); left > 0; left += Math.log(1 - random())) count += 1
  return count
}

function byGaps(random: () => number, n: number, p: number): number {
  const logMiss = Math.log1p(-p)
  let [count, at] = [0, 0]
  for (;;) {
    at += Math.floor(Math.log(1 - random()) / logMiss) + 1
    if (at > n) return count
    count += 1
  }
}

function byNormal(random: () => number, mean: number, variance: number, skew: number, most: number): number {
  const z = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const value = mean + z * Math.sqrt(variance) + (skew * (z * z - 1)) / 6
  return Math.min(most, Math.max(0, Math.round(value)))
}
