import { describe, expect, it } from 'vitest'
import { linearSteps } from '@/lib/domain/release/plan'
import { drawWeights, weightOverTime } from './weight-picture'

describe('weightOverTime', () => {
  it('is a staircase with a tail', () => {
    expect(weightOverTime(linearSteps(50, 100, 0))).toEqual({
      seconds: 100,
      stretches: [
        { from: 0, to: 100, weight: 50 },
        { from: 100, to: 108, weight: 100 },
      ],
    })
  })
  it('shows a plan without bakes as one stretch', () => {
    expect(weightOverTime(linearSteps(100, 300, 0))).toEqual({
      seconds: 0,
      stretches: [{ from: 0, to: 60, weight: 100 }],
    })
  })
})

describe('drawWeights', () => {
  it('draws time to the right and weight upwards', () => {
    const { line, area, marks } = drawWeights(
      [
        { from: 0, to: 50, weight: 25 },
        { from: 50, to: 100, weight: 100 },
      ],
      200,
      80,
    )
    expect(line).toBe('M0 60H100H100V0H200')
    expect(area).toBe('M0 60H100H100V0H200V80H0Z')
    expect(marks).toEqual([
      { x: 0, y: 60, weight: 25, at: 0 },
      { x: 100, y: 0, weight: 100, at: 50 },
    ])
  })
  it('draws nothing of nothing', () => {
    expect(drawWeights([], 10, 10)).toEqual({ line: '', area: '', marks: [] })
  })
})
