import { expect, test } from 'vitest'
import { clearlyAbove, location, rankScore } from './mann-whitney'

const sorted = (values: number[]) => values.sort((a, b) => a - b)

test('the score of a published example: NAG g08amc, U = 86, z = -2.8039', () => {
  const first = sorted([13, 6, 12, 7, 12, 7, 10, 7, 10, 7, 16, 7, 10, 8, 9, 8])
  const second = sorted([
    17, 6, 10, 8, 15, 8, 15, 10, 15, 10, 14, 10, 14, 11, 14, 11, 13, 12, 13, 12, 13, 12, 12,
  ])
  expect(rankScore(first, second, 0, true)).toBeCloseTo(-2.8039, 3)
})

test('the estimate is the median of all differences', () => {
  const [one, other] = [sorted([5, 7, 8, 9, 12]), sorted([1, 2, 4, 6, 6])]
  const differences = sorted(one.flatMap((x) => other.map((y) => x - y)))
  expect(location(one, other)).toBeCloseTo(differences[12] ?? Number.NaN, 6)
})

test('equal samples are not apart, shifted ones are', () => {
  const values = Array.from({ length: 60 }, (_none, at) => at / 10)
  expect(clearlyAbove(values, values, 0.25)).toBe(false)
  expect(
    clearlyAbove(
      values.map((value) => value + 3),
      values,
      0.25,
    ),
  ).toBe(true)
  const flat = new Array<number>(60).fill(0)
  expect(clearlyAbove(flat, flat, 0.25)).toBe(false)
})
