import { describe, expect, test } from 'vitest'
import type { Check, Interval, PodsReading } from './check'
import { after, judged, seen } from './judgement.fixture'

describe('promql', () => {
  const check: Check = {
    kind: 'promql',
    name: 'Saturation',
    query: 'x',
    pass: '< 0.5',
    hold: '>= 0.5 and < 2',
    fail: '> 0.9',
  }
  const at = (value: number | null) => seen([0, 0], undefined, { values: { Saturation: { value } } })
  const said = (...intervals: Interval[]) => judged([check], intervals).checks[0]

  test('pass, hold, and neither', () => {
    expect(said(at(0.2))).toMatchObject({
      state: 'pass',
      evidence: '0.2 meets the pass condition < 0.5.',
      requestsSeen: 0,
    })
    expect(said(at(0.7))).toMatchObject({
      state: 'inconclusive',
      evidence: '0.7 meets the hold condition >= 0.5 and < 2.',
    })
  })

  test('one failing value is not yet a fail, the second in a row is', () => {
    expect(said(at(0.95))?.state).toBe('inconclusive')
    expect(said(at(0.95), at(0.2), at(0.95))?.state).toBe('inconclusive')
    expect(said(at(0.95), at(0.96))).toMatchObject({
      state: 'fail',
      evidence: '0.96 meets the fail condition > 0.9, 2 times in a row. Fails.',
    })
  })

  test('a fail may be spread over two stages', () => {
    const first = after([check], [at(0.95)])
    expect(judged([check], [at(0.95)], first).verdict.state).toBe('fail')
  })

  test('no value, an infinite one and no answer', () => {
    expect(said(at(null))?.state).toBe('inconclusive')
    expect(said(at(Infinity))?.state).toBe('inconclusive')
    expect(said(seen([0, 0]))?.state).toBe('inconclusive')
    expect(said(at(0.2), at(null))?.state).toBe('inconclusive')
  })

  test('a problem is an error and interrupts a row', () => {
    const problem = seen([0, 0], undefined, { values: { Saturation: { problem: 'bad query' } } })
    expect(judged([check], [problem]).verdict).toEqual({ state: 'error', words: 'bad query' })
    expect(said(at(0.95), problem, at(0.95))?.state).toBe('inconclusive')
    const gone = { ...at(0.95), problem: 'gone' }
    expect(said(at(0.95), gone, at(0.95))?.state).toBe('inconclusive')
  })

  test('without a pass condition nothing passes', () => {
    const { pass: _pass, ...rest } = check
    expect(judged([rest], [at(0.2)]).checks[0]).toMatchObject({
      state: 'inconclusive',
      evidence: '0.2 meets no condition; there is no pass condition.',
    })
  })
})

describe('pods', () => {
  const check: Check = { kind: 'pods', name: 'Pods', maxRestarts: 2 }
  const well: PodsReading = { ready: 3, desired: 3, restarts: 0, crashLooping: [], stuck: [] }
  const said = (...readings: Partial<PodsReading>[]) =>
    judged(
      [check],
      readings.map((reading) => seen([0, 0], undefined, { pods: { ...well, ...reading } })),
    ).checks[0]

  test.each([
    [{}, 'pass', 'All 3 pods are ready; 0 restarts since the attempt began.'],
    [
      { ready: 1, desired: 1, restarts: 1 },
      'pass',
      'The only pod is ready; 1 restart since the attempt began.',
    ],
    [{ ready: 2 }, 'inconclusive', '2 of 3 pods are ready.'],
    [{ ready: 0, desired: 0 }, 'inconclusive', 'The canary has no pods.'],
    [{ stuck: ['v2-b'] }, 'inconclusive', 'Cannot start: v2-b.'],
    [{ crashLooping: ['v2-a'] }, 'fail', 'Crash looping: v2-a. Fails.'],
    [
      { restarts: 3 },
      'inconclusive',
      '3 restarts since the attempt began, more than 2; once more and it fails.',
    ],
  ])('%j is %s', (reading, state, evidence) => expect(said(reading)).toMatchObject({ state, evidence }))

  test('too many restarts fail at the second reading', () => {
    expect(said({ restarts: 3 }, { restarts: 3 })?.state).toBe('fail')
    expect(said({ restarts: 3 }, {}, { restarts: 3 })?.state).toBe('inconclusive')
  })

  test('pods that were not read are no evidence', () => {
    expect(judged([check], [seen([5000, 0], [5000, 0])]).verdict.state).toBe('inconclusive')
  })
})
