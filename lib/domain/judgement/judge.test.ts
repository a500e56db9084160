import { describe, expect, test } from 'vitest'
import type { Check, PodsReading } from './check'
import { beginStage, judge, newJudge } from './judge'
import { after, judged, seen, successRate } from './judgement.fixture'

const pods: PodsReading = { ready: 3, desired: 3, restarts: 0, crashLooping: [], stuck: [] }
const guard: Check = { kind: 'pods', name: 'Pods', maxRestarts: 2 }

describe('worse?', () => {
  test('a canary that fails often fails, with both shares and how many times', () => {
    const { verdict, checks } = judged([successRate], [seen([2310, 111], [20_790, 32])])
    expect(verdict.state).toBe('fail')
    expect(verdict.words).toMatch(
      /^Success rate: The canary fails 4\.8 % of 2,310 requests, the stable version 0\.15 % of 20,790: 31 times as often \(at least \d+\)\. Fails\.$/,
    )
    const [result] = checks
    expect(result?.ratio?.low).toBeGreaterThan(10)
    expect(result?.ratio?.low).toBeLessThan(31)
    expect(result?.ratio?.high ?? 0).toBeGreaterThan(31)
  })

  test('evidence of worse runs on over stages, that of good enough does not', () => {
    const first = after([successRate], [seen([1000, 12], [9000, 45])])
    const worse = judge([successRate], first).checks[0]?.worse ?? 0
    const [result] = judge([successRate], beginStage([successRate], first, 'two')).checks
    expect(result).toMatchObject({ worse, goodEnough: 1, requestsSeen: 0 })
    expect(worse).toBeGreaterThan(3)
  })

  test('a canary that may be worse does not pass, and is told so', () => {
    const { verdict, checks } = judged([{ ...successRate, slo: 50 }], [seen([500, 9], [4500, 18])])
    expect(checks[0]?.goodEnough).toBeGreaterThan(20)
    expect(checks[0]?.worse).toBeGreaterThan(20)
    expect(checks[0]?.worse).toBeLessThan(100)
    expect(verdict).toMatchObject({ state: 'inconclusive' })
    expect(verdict.words).toContain('It may be worse')
  })
})

describe('good enough?', () => {
  const slo = { ...successRate, slo: 99 }

  test('without a failure about 350 requests pass at a largest share of 1 %', () => {
    expect(judged([slo], [seen([330, 0], [3000, 0])]).verdict.state).toBe('inconclusive')
    const passed = judged([slo], [seen([360, 0], [3000, 0])]).verdict
    expect(passed.state).toBe('pass')
    expect(passed.words).toBe(
      'Success rate: The canary fails 0 % of 360 requests, the stable version 0 % of 3,000: less than the largest acceptable share, 1 %. Good enough.',
    )
  })

  test('without a control the rate alone passes it', () => {
    expect(judged([slo], [seen([400, 0])]).verdict.state).toBe('pass')
  })

  test('where the objective is out of reach for both, the ratio passes it', () => {
    const { verdict } = judged([{ ...slo, slo: 99.9 }], [seen([3000, 150], [27_000, 1350])])
    expect(verdict.state).toBe('pass')
    expect(verdict.words).toContain('less than 2 times as often')
  })

  test('the largest share comes from the control before the stage', () => {
    const before = after([successRate], [seen([0, 0], [100_000, 2000])])
    expect(judged([successRate], [seen([120, 0], [1000, 20])], before).verdict.state).toBe('pass')
    expect(judged([successRate], [seen([120, 0], [1000, 20])]).verdict.state).toBe('inconclusive')
  })

  test('it says how many requests are still needed, and that many are enough', () => {
    const { checks } = judged([slo], [seen([100, 0], [900, 0])])
    const needed = checks[0]?.requestsNeeded ?? 0
    expect(needed).toBeGreaterThan(150)
    expect(judged([slo], [seen([100 + needed, 0], [900, 0])]).verdict.state).toBe('pass')
  })
})

describe('no data', () => {
  test.each([
    ['no interval', []],
    ['no requests', [seen([0, 0], [10_000, 3])]],
    ['incomplete', [seen([10_000, 0], [90_000, 0], { complete: false })]],
  ])('%s is inconclusive', (_what, intervals) => {
    expect(judged([successRate], intervals).verdict.state).toBe('inconclusive')
  })

  test('metrics that are gone are an error until they are back', () => {
    const good = seen([2000, 0], [9000, 0])
    const gone = seen([0, 0], undefined, { problem: 'Prometheus does not answer.' })
    expect(judged([successRate], [good]).verdict.state).toBe('pass')
    expect(judged([successRate], [good, gone]).verdict).toEqual({
      state: 'error',
      words: 'Prometheus does not answer.',
    })
    expect(judged([successRate], [good, gone, good]).verdict.state).toBe('pass')
  })

  test('what was proven before metrics were lost stands', () => {
    const gone = seen([0, 0], undefined, { problem: 'Prometheus does not answer.' })
    expect(judged([successRate], [seen([1000, 90], [9000, 9]), gone]).verdict.state).toBe('fail')
  })

  test('a stage begins without evidence, whatever the one before ended with', () => {
    const gone = seen([0, 0], undefined, { problem: 'Prometheus does not answer.' })
    const next = beginStage([successRate], after([successRate], [gone]), 'two')
    expect(judge([successRate], next).verdict.words).toBe('No evidence yet.')
  })

  test('an incomplete newest interval holds what passed before', () => {
    const good = seen([2000, 0], [9000, 0])
    const { verdict } = judged([successRate], [good, { ...good, complete: false }])
    expect(verdict.state).toBe('inconclusive')
    expect(verdict.words).toContain('incomplete')
  })

  test('no checks never pass', () => {
    expect(judged([], [seen([2000, 0], [9000, 0])]).verdict.state).toBe('inconclusive')
  })

  test('a new judge has no evidence', () => {
    expect(judge([successRate], newJudge()).verdict).toEqual({
      state: 'inconclusive',
      words: 'No evidence yet.',
    })
  })
})

describe('several checks', () => {
  test('every check has to pass', () => {
    const good = seen([2000, 0], [9000, 0])
    expect(judged([successRate, guard], [{ ...good, pods }]).verdict.state).toBe('pass')
    const starting = judged([successRate, guard], [{ ...good, pods: { ...pods, ready: 1 } }])
    expect(starting.verdict.state).toBe('inconclusive')
    expect(starting.verdict.words).toBe('Pods: 1 of 3 pods are ready.')
  })

  test('a guard fails the release, with and without metrics', () => {
    const crashing = { ...pods, crashLooping: ['v2-a'] }
    const good = seen([2000, 0], [9000, 0], { pods: crashing })
    expect(judged([successRate, guard], [good]).verdict.state).toBe('fail')
    const gone = judged([successRate, guard], [{ ...good, problem: 'gone' }])
    expect(gone.verdict).toEqual({ state: 'fail', words: 'Pods: Crash looping: v2-a. Fails.' })
  })

  test('one of several statistical checks fails the release when the mean of all is enough', () => {
    const checks: Check[] = [
      successRate,
      { kind: 'latency', name: 'Latency', thresholdMs: 250, maxRatio: 2 },
      { kind: 'latency', name: 'Slowest', thresholdMs: 1000, maxRatio: 2 },
    ]
    const slow = { '250': 5, '1000': 0 }
    const at = (failures: number) => {
      const interval = seen([1000, failures], [9000, 9], {})
      const sides = { canary: { ...interval.canary, slow } }
      const control = { requests: 9000, failures: 9, slow: { '250': 45, '1000': 0 } }
      return judged(checks, [{ ...interval, ...sides, control }])
    }
    const alone = at(7)
    expect(alone.checks[0]?.state).toBe('fail')
    expect(alone.verdict.state).toBe('inconclusive')
    expect(alone.verdict.words).toContain('Over all checks together')
    expect(at(12).verdict.state).toBe('fail')
  })
})

describe('what the figures are of', () => {
  test('copies and single pods are said', () => {
    const one = { ...pods, ready: 1, desired: 1 }
    const mirrored = seen([2000, 0], [9000, 0], { source: 'mirror', pods: one })
    expect(judged([successRate], [mirrored]).verdict.words).toMatch(
      /These are answers to copies of requests; no user saw them\. All of it comes from a single pod\.$/,
    )
  })
})
