import { describe, expect, test } from 'vitest'
import type { Interval, Judgement } from './check'
import { addInterval, beginStage, judge, newJudge } from './judge'
import { seen, successRate } from './judgement.fixture'
import { interval as draw, seeded } from './simulated-counts'

interface Traffic {
  /** Requests of both sides in one interval of 15 s, and the canary's share of them. */
  requests: number
  share: number
  /** Failure rates. */
  canary: number
  control: number
  /** Failures come so many at a time. */
  cluster?: number
}

const looks = 120

function* releases(random: () => number, traffic: Traffic, count: number): Generator<Judgement[]> {
  for (let release = 0; release < count; release += 1) yield oneRelease(random, traffic)
}

/** Judged after every interval, as the engine does, until it is decided. */
function oneRelease(random: () => number, traffic: Traffic): Judgement[] {
  const checks = [successRate]
  const said: Judgement[] = []
  let state = newJudge()
  for (let look = 0; look < 20; look += 1) state = addInterval(checks, state, before(random, traffic))
  state = beginStage(checks, state, 'one')
  for (let look = 0; look < looks; look += 1) {
    state = addInterval(checks, state, during(random, traffic))
    const judgement = judge(checks, state)
    said.push(judgement)
    if (judgement.verdict.state === 'fail') break
  }
  return said
}

function before(random: () => number, { requests, control, cluster = 1 }: Traffic): Interval {
  return seen([0, 0], [requests, draw(random, requests, control, cluster)])
}

function during(random: () => number, traffic: Traffic): Interval {
  const { requests, share, canary, control, cluster = 1 } = traffic
  const own = draw(random, requests, share)
  const failures = (count: number, rate: number) => draw(random, count, rate, cluster)
  return seen([own, failures(own, canary)], [requests - own, failures(requests - own, control)])
}

const ever = (said: readonly Judgement[], state: string) =>
  said.some(({ verdict }) => verdict.state === state)

function shareOf(seed: number, traffic: Traffic, count: number, state: string): number {
  let hits = 0
  for (const said of releases(seeded(seed), traffic, count)) if (ever(said, state)) hits += 1
  return hits / count
}

const even = { requests: 300, share: 0.1, canary: 0.02, control: 0.02 }

describe('errors, asked after every interval', () => {
  test('a canary as good as the control is failed in at most 1 % of releases', () => {
    expect(shareOf(1, even, 200, 'fail')).toBeLessThanOrEqual(0.025)
  })

  test.each([2, 3])('a canary that fails %s times as often passes in at most 5 %% of releases', (ratio) => {
    expect(shareOf(2, { ...even, canary: 0.02 * ratio }, 100, 'pass')).toBeLessThanOrEqual(0.1)
  })

  test('failures that come five at a time fail no good canary, once the control has shown that they do', () => {
    expect(shareOf(3, { ...even, cluster: 5 }, 100, 'fail')).toBeLessThanOrEqual(0.06)
  })
})

describe('power', () => {
  test('a canary that fails five times as often is failed', () => {
    expect(shareOf(4, { ...even, canary: 0.1 }, 60, 'fail')).toBe(1)
  })

  test('a good canary passes', () => {
    expect(shareOf(5, { ...even, canary: 0.0005, control: 0.0005 }, 60, 'pass')).toBeGreaterThan(0.9)
  })

  test('the band holds the true ratio in at least 95 % of releases, at every look', () => {
    let missed = 0
    for (const said of releases(seeded(6), { ...even, canary: 0.03 }, 100)) {
      const out = said.some(({ checks: [check] }) => {
        const { low = 0, high = null } = check?.ratio ?? {}
        return low > 1.5 || (high ?? 1.5) < 1.5
      })
      if (out) missed += 1
    }
    expect(missed).toBeLessThanOrEqual(9)
  })
})
