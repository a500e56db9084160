import { expect, test } from 'vitest'
import { logBeta, logGamma } from './log-gamma'
import { overdispersion } from './overdispersion'
import { interval, seeded } from './simulated-counts'
import { shareSequence } from './share-sequence'
import { standingOf, toleranceOf } from './tolerance'

const prior = { a: 10, b: 90 }

test('ln Γ is exact where it is known', () => {
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 12)
  expect(logGamma(1)).toBeCloseTo(0, 12)
  expect(logGamma(11)).toBeCloseTo(Math.log(3628800), 10)
  expect(logBeta(2, 3)).toBeCloseTo(Math.log(1 / 12), 12)
})

test('the sequence holds the observed share and narrows with counts', () => {
  const few = shareSequence(10, 100, prior, 0.001)
  const many = shareSequence(1000, 10_000, prior, 0.001)
  expect(few.low).toBeLessThan(0.1)
  expect(few.high).toBeGreaterThan(0.1)
  expect(many.high - many.low).toBeLessThan((few.high - few.low) / 3)
})

test('without counts everything is possible; at the ends the bound is exact', () => {
  expect(shareSequence(0, 0, prior, 0.001)).toEqual({ low: 0, high: 1 })
  expect(shareSequence(0, 1000, prior, 0.001).low).toBe(0)
  expect(shareSequence(1000, 1000, prior, 0.001).high).toBe(1)
})

test('a smaller error makes a wider sequence', () => {
  const loose = shareSequence(50, 500, prior, 0.05)
  const strict = shareSequence(50, 500, prior, 0.001)
  expect(strict.low).toBeLessThan(loose.low)
  expect(strict.high).toBeGreaterThan(loose.high)
})

test.each([
  [100, 5],
  [20, 5],
  [16, 4],
  [10, 3],
  [6, 3],
  [5, 2.5],
  [2, 1],
  [1, 0.5],
])('the tolerance at %s %% is %s points', (percent, tolerance) =>
  expect(toleranceOf(percent)).toBe(tolerance),
)

test('weight 0 is within below 1 %, outside from 1 % on', () => {
  expect(standingOf(0, { low: 0, high: 0.99 })).toBe('within')
  expect(standingOf(0, { low: 0, high: 1 })).toBe('undecided')
  expect(standingOf(0, { low: 1, high: 3 })).toBe('outside')
})

test('overdispersion is about 1 for independent requests and about the size of clusters otherwise', () => {
  const random = seeded(1)
  const phi = (cluster: number) => {
    const hits = Array.from({ length: 200 }, () => interval(random, 300, 0.1, cluster))
    return overdispersion([hits.map((hit) => 300 - hit), hits])
  }
  expect(phi(1)).toBeGreaterThan(0.7)
  expect(phi(1)).toBeLessThan(1.4)
  expect(phi(10)).toBeGreaterThan(7)
  expect(phi(10)).toBeLessThan(14)
})

test('too few intervals or versions tell nothing', () => {
  expect(overdispersion([[1, 2, 3]])).toBe(1)
  expect(
    overdispersion([
      [1, 2],
      [3, 4],
    ]),
  ).toBe(1)
  expect(overdispersion([])).toBe(1)
})

test('the last interval does not judge itself', () => {
  const even = [90, 90, 90, 90, 90, 90]
  expect(
    overdispersion([
      [...even, 0],
      [10, 10, 10, 10, 10, 10, 100],
    ]),
  ).toBeLessThan(1)
})
