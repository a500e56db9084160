import { expect, test } from 'vitest'
import { seeded } from '@/lib/domain/judgement/simulated-counts'
import { binomial, poisson } from './sampler'

function moments(draw: () => number): { mean: number; variance: number } {
  const values = Array.from({ length: 20_000 }, draw)
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  return { mean, variance }
}

test.each([
  [150, 0.005],
  [1500, 0.02],
  [15_000, 0.1],
  [100, 0.9],
])('Bin(%s, %s) has its mean and variance', (n, p) => {
  const random = seeded(1)
  const { mean, variance } = moments(() => binomial(random, n, p))
  const expected = n * p * (1 - p)
  expect(Math.abs(mean - n * p)).toBeLessThan(5 * Math.sqrt(expected / 20_000))
  expect(variance / expected).toBeGreaterThan(0.95)
  expect(variance / expected).toBeLessThan(1.05)
})

test.each([0.5, 30, 1500])('Poisson(%s) has its mean and variance', (rate) => {
  const random = seeded(2)
  const { mean, variance } = moments(() => poisson(random, rate))
  expect(Math.abs(mean - rate)).toBeLessThan(5 * Math.sqrt(rate / 20_000))
  expect(variance / rate).toBeGreaterThan(0.95)
  expect(variance / rate).toBeLessThan(1.05)
})

test('the chance of no failure is exact where failures are rare', () => {
  const random = seeded(3)
  const none = Array.from({ length: 20_000 }, () => binomial(random, 150, 0.005)).filter((k) => k === 0)
  expect(Math.abs(none.length / 20_000 - 0.995 ** 150)).toBeLessThan(0.02)
})

test('the ends', () => {
  const random = seeded(4)
  expect([binomial(random, 0, 0.5), binomial(random, 9, 0), binomial(random, 9, 1)]).toEqual([0, 0, 9])
})
