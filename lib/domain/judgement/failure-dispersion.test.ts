import { expect, test } from 'vitest'
import { addDispersion, dispersionOf, noDispersion } from './failure-dispersion'
import type { PairCounts } from './pair-counts'
import { interval as draw, seeded } from './simulated-counts'

function phi(
  seed: number,
  intervals: number,
  sides: (random: () => number, at: number) => PairCounts,
): number {
  const random = seeded(seed)
  let known = noDispersion
  for (let at = 0; at < intervals; at += 1) known = addDispersion(known, sides(random, at))
  return dispersionOf(known)
}

const even =
  (cluster: number, canary = 200) =>
  (random: () => number): PairCounts => ({
    canary: { total: canary, bad: draw(random, canary, 0.05, cluster) },
    control: { total: 1000, bad: draw(random, 1000, 0.05, cluster) },
  })

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const over = (what: (seed: number) => number) => mean(Array.from({ length: 20 }, (_none, seed) => what(seed)))

test('independent failures have about 1', () => {
  expect(over((seed) => phi(seed, 60, even(1)))).toBeLessThan(1.4)
})

test('failures in clusters of ten have about ten', () => {
  const found = over((seed) => phi(seed, 60, even(10)))
  expect(found).toBeGreaterThan(6)
  expect(found).toBeLessThan(16)
})

test('the control tells it before the canary has any traffic', () => {
  const found = over((seed) => phi(seed, 20, even(10, 0)))
  expect(found).toBeGreaterThan(6)
  expect(found).toBeLessThan(16)
})

test('nothing is known without intervals, nor from one', () => {
  expect(dispersionOf(noDispersion)).toBe(1)
  expect(phi(1, 1, even(10))).toBe(1)
})

test('a canary that turns bad is not taken for noise', () => {
  const turning = (random: () => number, at: number): PairCounts => ({
    canary: { total: 200, bad: draw(random, 200, at < 30 ? 0.05 : 0.5) },
    control: { total: 1000, bad: draw(random, 1000, 0.05) },
  })
  expect(over((seed) => phi(seed, 60, turning))).toBeLessThan(1.6)
})

test('errors that rise on both sides are not taken for noise', () => {
  const rising = (random: () => number, at: number): PairCounts => {
    const rate = at % 2 === 0 ? 0.02 : 0.2
    return {
      canary: { total: 200, bad: draw(random, 200, rate) },
      control: { total: 1000, bad: draw(random, 1000, rate) },
    }
  }
  expect(over((seed) => phi(seed, 60, rising))).toBeLessThan(1.6)
})
