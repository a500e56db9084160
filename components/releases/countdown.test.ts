import { describe, expect, it } from 'vitest'
import { aheadWords, countdownOf, lengthWords } from './countdown'
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

describe('words of stages', () => {
  it('says what a stage ahead takes', () => {
    expect(aheadWords({ seconds: 300, minRequests: 500, weight: 50 })).toBe('bake 5 min, 500 requests')
    expect(aheadWords({ seconds: 0, minRequests: 0, weight: 100 })).toBe('all traffic')
    expect(aheadWords({ seconds: 0, minRequests: 0 })).toBe('at weight 0')
  })
  it.each([
    [5, '5 s'],
    [90, '1 min 30 s'],
    [300, '5 min'],
    [5400, '1 h 30 min'],
    [3601, '1 h 1 s'],
  ])('says %d seconds', (seconds, words) => expect(lengthWords(seconds)).toBe(words))
})
