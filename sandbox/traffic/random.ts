/** A seeded source of randomness: the same seed gives the same traffic. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** Poisson with the given mean; above 50 its normal approximation. */
  poisson(mean: number): number
  /** Lognormal with the given median and the sigma of its logarithm. */
  lognormal(median: number, sigma: number): number
}

/** Generator mulberry32 (Tommy Ettinger, public domain algorithm) behind the three draws the simulation needs. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  return {
    next,
    poisson(mean) {
      if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()))
      let count = 0
      for (let product = next(), limit = Math.exp(-mean); product > limit; product *= next()) count += 1
      return count
    },
    lognormal: (median, sigma) => median * Math.exp(sigma * normal()),
  }
}
