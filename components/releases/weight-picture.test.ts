import { describe, expect, it } from 'vitest'
import { presetSteps } from '@/lib/domain/release/presets'
import { drawWeights, lanesOverTime, weightOverTime } from './weight-picture'

const linearSteps = (step: number, bake: number) =>
  presetSteps({ preset: 'linear', step, bake, minRequests: 0, timeout: 600 }, { judged: false })

describe('weightOverTime', () => {
  it('is a staircase with a tail', () => {
    expect(weightOverTime(linearSteps(50, 100))).toEqual({
      seconds: 100,
      stretches: [
        { from: 0, to: 100, weight: 50 },
        { from: 100, to: 108, weight: 100 },
      ],
    })
  })
  it('takes a cut-over for all of the traffic', () => {
    expect(weightOverTime([{ kind: 'cut-over' }]).stretches).toEqual([{ from: 0, to: 60, weight: 100 }])
  })
  it('shows a plan without bakes as one stretch', () => {
    expect(weightOverTime(linearSteps(100, 300))).toEqual({
      seconds: 0,
      stretches: [{ from: 0, to: 60, weight: 100 }],
    })
  })
})

describe('lanesOverTime', () => {
  const bake = { kind: 'bake', seconds: 100, minRequests: 0 } as const
  const when = [{ kind: 'header', name: 'x', op: 'present' }]
  it('ends a mirror where it is stopped or changed', () => {
    expect(
      lanesOverTime([
        { kind: 'mirror', percent: 10 },
        bake,
        { kind: 'mirror', percent: 100 },
        bake,
        { kind: 'mirror', percent: 0 },
        { kind: 'weight', weight: 50 },
        bake,
      ]),
    ).toEqual([
      { kind: 'mirror', title: 'mirror 10 %', from: 0, to: 100 },
      { kind: 'mirror', title: 'mirror 100 %', from: 100, to: 200 },
    ])
  })
  it('draws what nobody ends to the very end, and nothing that took no time', () => {
    expect(
      lanesOverTime([
        { kind: 'match', name: 'gone', when },
        { kind: 'match', name: 'gone', when: [] },
        bake,
        { kind: 'match', name: 'ab', when },
        { kind: 'cut-over' },
      ]),
    ).toEqual([{ kind: 'match', title: 'match ab', from: 100, to: 108 }])
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
