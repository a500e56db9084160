import { describe, expect, it } from 'vitest'
import { sparkPoints } from './sparkline'

describe('sparkPoints', () => {
  it('puts the largest value on top and zero at the bottom', () => {
    expect(sparkPoints([0, 10, 5])).toBe('0.0,23.0 50.0,1.0 100.0,12.0')
  })
  it('draws a flat line when there is no traffic', () => {
    expect(sparkPoints([0, 0])).toBe('0.0,23.0 100.0,23.0')
  })
})
