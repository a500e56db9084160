/** Random numbers that a seed fixes for ever. */
export interface Random {
  /** 0 ≤ x < 1. */
  next(): number
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T
  /** One of the keys, as often as its weight says. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K
  /** Another sequence, fixed by the same seed, so that one part of a schedule does not shift another. */
  fork(salt: number): Random
}

/** sfc32 (C. Doty-Humphrey, PractRand), filled by splitmix32; 32 bits a step. */
export function createRandom(seed: number): Random {
  let mixed = seed >>> 0
  const mix = () => {
    mixed = (mixed + 0x9e3779b9) | 0
    let z = mixed
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return (z ^ (z >>> 15)) | 0
  }
  let a = mix()
  let b = mix()
  let c = mix()
  let counter = 1
  const step = () => {
    const t = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + t
    c |= 0
    return (t >>> 0) / 4_294_967_296
  }
  for (let round = 0; round < 12; round += 1) step()
  const random: Random = {
    next: step,
    int: (low, high) => low + Math.floor(step() * (high - low + 1)),
    chance: (probability) => step() < probability,
    pick: (list) => {
      const found = list[Math.floor(step() * list.length)]
      if (found === undefined) throw new Error('nothing to pick from')
      return found
    },
    weighted: (weights) => {
      const entries = Object.entries(weights) as [keyof typeof weights, number][]
      let rest = step() * entries.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [key, weight] of entries) {
        rest -= weight
        if (rest < 0) return key
      }
      return random.pick(entries)[0]
    },
    fork: (salt) => createRandom((seed ^ Math.imul(salt + 1, 0x85ebca6b)) >>> 0),
  }
  return random
}
