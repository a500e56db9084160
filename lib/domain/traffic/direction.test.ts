import { describe, expect, it } from 'vitest'
import { weightDirection } from './direction'

const rule = (...weights: number[]) =>
  weights.map((weight, index) => ({ key: `v${index + 1}`, version: `v${index + 1}`, weight }))

describe('weightDirection', () => {
  it('is down when only the stable share grows', () => {
    expect(weightDirection(rule(90, 10), [100, 0])).toBe('down')
    expect(weightDirection(rule(90, 10), [80, 20])).toBe('up')
    expect(weightDirection(rule(80, 10, 10), [85, 15, 0])).toBe('up')
  })

  it('takes stable from the release rather than from the shares', () => {
    expect(weightDirection(rule(10, 90), [100, 0], 'v1')).toBe('down')
    expect(weightDirection(rule(10, 90), [100, 0])).toBe('up')
    expect(weightDirection(rule(10, 90), [0, 100], 'v1')).toBe('up')
    expect(weightDirection(rule(10, 90), [0, 100], 'v9')).toBe('up')
  })

  it('has no stable version on a tie', () => {
    expect(weightDirection(rule(50, 50), [100, 0])).toBe('up')
    expect(weightDirection(rule(50, 50), [100, 0], 'v1')).toBe('down')
  })

  it('compares shares, not weights', () => {
    expect(weightDirection(rule(9, 1), [90, 10])).toBe('down')
    expect(weightDirection(rule(9, 1), [95, 5])).toBe('down')
    expect(weightDirection(rule(0, 0), [100, 0])).toBe('up')
  })

  it('adds up the destinations of one version', () => {
    const twice = [
      { key: 'a', version: 'v1', weight: 40 },
      { key: 'b', version: 'v1', weight: 40 },
      { key: 'c', weight: 20 },
    ]
    expect(weightDirection(twice, [80, 0, 20])).toBe('down')
    expect(weightDirection(twice, [20, 40, 40])).toBe('up')
  })
})
