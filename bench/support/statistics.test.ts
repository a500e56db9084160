import { describe, expect, it } from 'vitest'
import { percentile, summarise } from './statistics'

const upTo = (n: number) => Array.from({ length: n }, (_none, index) => index + 1)

describe('percentile', () => {
  it('takes the nearest rank and never a value between two', () => {
    expect(percentile(upTo(100), 95)).toBe(95)
    expect(percentile(upTo(200), 95)).toBe(190)
    expect(percentile([10, 20], 50)).toBe(10)
    expect(percentile([10, 20], 51)).toBe(20)
  })

  it('is the largest value where there are too few for the tail', () => {
    expect(percentile(upTo(10), 95)).toBe(10)
    expect(percentile([7], 1)).toBe(7)
  })

  it('sorts numbers as numbers and leaves the given order alone', () => {
    const values = [100, 9, 20]
    expect(percentile(values, 100)).toBe(100)
    expect(values).toEqual([100, 9, 20])
  })

  it('refuses no values and percents that mean nothing', () => {
    expect(() => percentile([], 50)).toThrow('no values')
    expect(() => percentile([1], 0)).toThrow(RangeError)
    expect(() => percentile([1], 101)).toThrow(RangeError)
  })
})

describe('summarise', () => {
  it('counts, and gives the middle, the tail and the worst', () => {
    expect(summarise([5, 1, 4, 2, 3])).toEqual({ n: 5, p50: 3, p95: 5, max: 5 })
  })
})
