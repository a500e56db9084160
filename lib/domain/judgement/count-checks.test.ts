import { describe, expect, test } from 'vitest'
import type { AllSucceedCheck, BurnCheck, Check, CountersCheck, Interval } from './check'
import { after, judged, seen } from './judgement.fixture'

describe('all-succeed', () => {
  const check: AllSucceedCheck = { kind: 'all-succeed', name: 'All', minRequests: 200 }
  const said = (...intervals: Interval[]) => judged([check], intervals).checks[0]

  test('passes when enough requests succeeded', () => {
    expect(said(seen([150, 0]))).toMatchObject({ state: 'inconclusive', requestsNeeded: 50 })
    expect(said(seen([150, 0]), seen([60, 0]))).toMatchObject({
      state: 'pass',
      evidence: 'All 210 requests succeeded.',
    })
  })

  test('one failure holds the release for the stage, and does not abort it', () => {
    const failed = [seen([150, 1], [1350, 0]), seen([5000, 0], [45_000, 0])]
    const result = said(...failed)
    expect(result).toMatchObject({ state: 'inconclusive' })
    expect(result?.evidence).toMatch(/^1 request of 5,150 failed; .* A person decides\.$/)
    expect(judged([check], [seen([300, 0])], after([check], failed)).verdict.state).toBe('pass')
  })

  test('a failure in an incomplete interval counts, its successes do not', () => {
    expect(said(seen([150, 0]), seen([100, 1], undefined, { complete: false }))?.state).toBe('inconclusive')
    expect(said(seen([150, 0]), seen([100, 0], undefined, { complete: false }))?.state).toBe('inconclusive')
  })

  test('failures that show a worse canary fail', () => {
    expect(said(seen([500, 40], [4500, 2]))?.state).toBe('fail')
  })
})

describe('burn', () => {
  const check: BurnCheck = { kind: 'burn', name: 'Budget', slo: 99.9, maxBurn: 14.4 }
  const said = (...intervals: Interval[]) => judged([check], intervals).checks[0]

  test('fails above the burn, passes below it, without a control', () => {
    expect(said(seen([1000, 60]))).toMatchObject({ state: 'fail' })
    expect(said(seen([1000, 60]))?.evidence).toBe(
      'The canary fails 6 % of 1,000 requests: more than 1.4 %, 14 times what the objective of 99.9 % leaves. Fails.',
    )
    expect(said(seen([400, 0]))?.state).toBe('pass')
  })

  test('says how many more it needs', () => {
    const needed = said(seen([50, 0]))?.requestsNeeded ?? 0
    expect(said(seen([50 + needed, 0]))?.state).toBe('pass')
    expect(said(seen([50, 10]))?.requestsNeeded).toBeUndefined()
  })

  test('a burn of more than everything is held against 90 %', () => {
    const all: Check = { ...check, slo: 50, maxBurn: 1000 }
    expect(judged([all], [seen([1000, 1000])]).checks[0]).toMatchObject({ state: 'fail', worse: 1e12 })
    expect(judged([all], [seen([1000, 500])]).checks[0]?.state).toBe('pass')
  })
})

describe('latency and counters', () => {
  const latency: Check = { kind: 'latency', name: 'Latency', thresholdMs: 250, maxRatio: 2 }
  const slow = (canary: number, control: number) => ({
    canary: { requests: 1000, failures: 0, slow: { '250': canary } },
    control: { requests: 9000, failures: 0, slow: { '250': control } },
  })

  test('the slow ones are compared', () => {
    const { verdict } = judged([latency], [seen([0, 0], undefined, slow(90, 180))])
    expect(verdict.state).toBe('fail')
    expect(verdict.words).toContain(
      'The canary takes longer than 250 ms for 9 % of 1,000 requests, the stable version 2 % of 9,000: 4.5 times as often',
    )
    expect(judged([latency], [seen([0, 0], undefined, slow(0, 9))]).verdict.state).toBe('pass')
  })

  test('without the histogram it is an error', () => {
    expect(judged([latency], [seen([1000, 0], [9000, 0])]).verdict).toEqual({
      state: 'error',
      words: 'There is no histogram that tells what took longer than 250 ms.',
    })
  })

  const counters: CountersCheck = { kind: 'counters', name: 'Orders', total: 'a', bad: 'b', maxRatio: 2 }

  test('counters are found by name; a problem with them is an error', () => {
    const found = (bad: number) => ({
      counters: { Orders: { canary: { total: 2000, bad }, control: { total: 9000, bad: 9 } } },
    })
    expect(judged([counters], [seen([0, 0], undefined, found(0))]).verdict.state).toBe('pass')
    expect(judged([counters], [seen([0, 0], undefined, found(60))]).verdict.state).toBe('fail')
    const problem = seen([0, 0], undefined, { counters: { Orders: { problem: 'two series' } } })
    expect(judged([counters], [problem]).verdict).toEqual({ state: 'error', words: 'two series' })
    expect(judged([counters], [seen([9, 0])]).verdict.state).toBe('error')
  })

  test('more bad ones than there are do not break it', () => {
    const torn = { counters: { Orders: { canary: { total: 5, bad: 9 }, control: { total: -1, bad: NaN } } } }
    expect(judged([counters], [seen([0, 0], undefined, torn)]).checks[0]).toMatchObject({ requestsSeen: 5 })
  })
})
