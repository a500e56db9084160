import { describe, expect, it } from 'vitest'
import { aheadWords, countdownOf } from './countdown'
import { lengthWords } from './length-words'
import { releaseDto } from './release.fixture'

const at = (time: string) => Date.parse(`2026-01-01T${time}Z`)
const { step } = releaseDto()

describe('countdownOf', () => {
  it('counts down and says how far it is', () => {
    expect(countdownOf(releaseDto(), at('12:01:48'))).toEqual({
      time: '3:12 left',
      requests: '7,410 of 500 requests',
      progress: 0.36,
      awaitsRequests: false,
    })
  })
  it('shows the whole bake before the first tick', () => {
    expect(countdownOf(releaseDto(), 0)).toMatchObject({ time: '5:00 left', progress: 0 })
  })
  it('says that only requests are awaited', () => {
    const lacking = releaseDto({ step: { ...step, requestsSeen: 3 } })
    expect(countdownOf(lacking, at('12:07:00'))).toMatchObject({
      time: 'time is up',
      requests: '3 of 500 requests',
      progress: 1,
      awaitsRequests: true,
    })
  })
  it('counts nothing while paused, and says so', () => {
    const { until: _, ...paused } = step
    expect(countdownOf(releaseDto({ state: 'paused', step: paused }), at('12:01:00'))).toMatchObject({
      time: 'paused',
      progress: null,
    })
  })
  it('leaves requests out where none are wanted or known', () => {
    const { requestsSeen: _, ...blind } = step
    expect(countdownOf(releaseDto({ step: blind }), 0).requests).toBe('wants 500 requests')
    expect(countdownOf(releaseDto({ step: { ...step, requestsWanted: 0 } }), 0).requests).toBe(
      '7,410 requests',
    )
    expect(countdownOf(releaseDto({ state: 'aborted' }), 0).requests).toBe('')
  })
  it('counts nothing during a move', () => {
    const moving = releaseDto({ step: { index: 1, of: 4, kind: 'weight', weight: 50 } })
    expect(countdownOf(moving, 0)).toEqual({ time: '', requests: '', progress: 0, awaitsRequests: false })
  })
})

describe('an analysis', () => {
  const analysis = { kind: 'analysis', timeoutSeconds: 600, minRequests: 0 } as const
  const plan = { ...releaseDto().plan, steps: [{ kind: 'weight', weight: 50 } as const, analysis] }
  const judged = (change: Parameters<typeof releaseDto>[0] = {}) =>
    releaseDto({
      plan,
      step: { index: 1, of: 2, kind: 'analysis', until: '2026-01-01T12:10:00Z' },
      ...change,
    })
  const check = { name: 'Success rate', kind: 'success-rate', state: 'inconclusive', evidence: '' }
  it('says when a person is asked and how many requests may decide it', () => {
    const checks = [{ ...check, requestsSeen: 10, requestsNeeded: 620 }]
    expect(countdownOf(judged({ checks }), at('12:05:00'))).toEqual({
      time: 'being judged, 5:00 until a person is asked',
      requests: 'about 620 more requests',
      progress: 0.5,
      awaitsRequests: false,
    })
  })
  it('counts nothing while holding', () => {
    expect(countdownOf(judged({ state: 'holding' }), 0)).toMatchObject({ time: 'holding', progress: null })
  })
  it('says that an approval is awaited', () => {
    const approval = { kind: 'approval', count: 1, expiresSeconds: 60 } as const
    const waiting = releaseDto({
      plan: { ...plan, steps: [approval] },
      step: { index: 0, of: 1, kind: 'approval' },
    })
    expect(countdownOf(waiting, 0)).toMatchObject({ time: 'waits for approval', progress: null })
  })
})

describe('words of stages', () => {
  it('says what a stage ahead takes', () => {
    expect(aheadWords({ seconds: 300, minRequests: 500, weight: 50 })).toBe('bake 5 min, 500 requests')
    expect(aheadWords({ seconds: 0, minRequests: 0, weight: 100 })).toBe('all traffic')
    expect(aheadWords({ seconds: 0, minRequests: 0 })).toBe('at weight 0')
    expect(aheadWords({ seconds: 60, minRequests: 0, judged: 900, approvals: 1 })).toBe(
      'bake 1 min, judged, 1 approval',
    )
  })
  it.each([
    [5, '5 s'],
    [90, '1 min 30 s'],
    [300, '5 min'],
    [5400, '1 h 30 min'],
    [3601, '1 h 1 s'],
  ])('says %d seconds', (seconds, words) => expect(lengthWords(seconds)).toBe(words))
})
