import { describe, expect, it } from 'vitest'
import type { Observation } from './decide-step'
import { decideStep, servedSeconds } from './decide-step'
import type { ReleaseRecord, Step } from './release'

const start = Date.parse('2030-01-01T00:00:00Z')
const release = (step: Step | undefined, change: Partial<ReleaseRecord> = {}): ReleaseRecord => ({
  id: 'r',
  version: 1,
  state: 'running',
  service: { cluster: 'c', namespace: 'n', name: 's' },
  from: 'v1',
  to: 'v2',
  plan: { steps: step ? [step] : [], rules: [], settleSeconds: 10 },
  planHash: '',
  attempt: 1,
  stepIndex: 0,
  stepSince: new Date(start).toISOString(),
  stepServedSeconds: 0,
  before: [],
  expected: [],
  operations: [],
  log: [],
  createdAt: new Date(start).toISOString(),
  ...change,
})
const seen = (seconds: number, change: Partial<Observation> = {}): Observation => ({
  now: start + seconds * 1000,
  inPlace: true,
  canaryRequests: 0,
  ...change,
})
const bake: Step = { kind: 'bake', seconds: 60, minRequests: 100 }

describe('decideStep', () => {
  it('applies a weight until it is in place, then advances without a second write', () => {
    expect(decideStep(release({ kind: 'weight', weight: 20 }), seen(0, { inPlace: false })).action).toBe(
      'apply',
    )
    expect(decideStep(release({ kind: 'weight', weight: 20 }), seen(0)).action).toBe('advance')
  })

  it('bakes for the time and for the requests, both', () => {
    expect(decideStep(release(bake), seen(59, { canaryRequests: 1000 })).action).toBe('wait')
    expect(decideStep(release(bake), seen(61, { canaryRequests: 99 })).action).toBe('wait')
    expect(decideStep(release(bake), seen(61, { canaryRequests: 100 })).action).toBe('advance')
  })

  it('does not shorten a bake by a pause or by a clock that jumps back', () => {
    const paused = release(bake, { state: 'paused', stepServedSeconds: 20 })
    expect(servedSeconds(paused, start + 3_600_000)).toBe(20)
    expect(servedSeconds(release(bake), start - 3_600_000)).toBe(0)
  })

  it('holds without metrics, on drift and when the live weights are not the step’s', () => {
    expect(decideStep(release(bake), seen(61, { metricsProblem: 'gone' })).action).toBe('hold')
    expect(
      decideStep(release(bake), seen(61, { drift: { writer: 'kubectl-edit', at: 'now' } })),
    ).toMatchObject({ action: 'hold', words: expect.stringContaining('kubectl-edit') as string })
    expect(decideStep(release(bake), seen(61, { inPlace: false, canaryRequests: 100 })).action).toBe('hold')
  })

  it('goes on from holding by itself only when nothing is in the way', () => {
    const holding = release(bake, { state: 'holding' })
    expect(decideStep(holding, seen(10)).action).toBe('continue')
    expect(decideStep(holding, seen(10, { metricsProblem: 'gone' })).action).toBe('hold')
  })

  it('finishes after the last step', () => {
    expect(decideStep(release(undefined), seen(0)).action).toBe('finish')
  })
})
