import { describe, expect, it } from 'vitest'
import { edgeWidth } from './edge-width'

describe('edgeWidth', () => {
  it('grows with the logarithm of the rate between two bounds', () => {
    expect(edgeWidth(0)).toBe(1.25)
    expect(edgeWidth(0.1)).toBe(1.25)
    expect(edgeWidth(1000)).toBe(6)
    expect(edgeWidth(1_000_000)).toBe(6)
    expect(edgeWidth(1)).toBeLessThan(edgeWidth(10))
    expect(edgeWidth(100) - edgeWidth(10)).toBeCloseTo(edgeWidth(10) - edgeWidth(1), 0)
  })
  it('has the thinnest line for what is not a rate', () => {
    expect(edgeWidth(Number.NaN)).toBe(1.25)
    expect(edgeWidth(-1)).toBe(1.25)
  })
})
