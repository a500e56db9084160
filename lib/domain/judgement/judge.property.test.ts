import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Check, Interval, VerdictState } from './check'
import { addInterval, beginStage, judge, newJudge } from './judge'
import { after, judged, seen } from './judgement.fixture'

const order: VerdictState[] = ['pass', 'inconclusive', 'error', 'fail']

const checks: Check[] = [
  { kind: 'success-rate', name: 'Success rate', maxRatio: 2 },
  { kind: 'all-succeed', name: 'All', minRequests: 50 },
  { kind: 'latency', name: 'Latency', thresholdMs: 250, maxRatio: 1.05, slo: 95 },
  { kind: 'counters', name: '__proto__', total: 'a', bad: 'b', maxRatio: 100 },
  { kind: 'burn', name: 'Budget', slo: 99.9, maxBurn: 14.4 },
  { kind: 'pods', name: 'Pods', maxRestarts: 2 },
  { kind: 'promql', name: 'Saturation', query: 'x', pass: '< 0.5', fail: '> 0.9' },
]

const counted = fc
  .tuple(fc.nat(1_000_000), fc.oneof(fc.constant(0), fc.nat(3), fc.nat(1000)))
  .map(([total, part]) => ({ total, bad: Math.floor((total * part) / 1000) }))
const side = fc.tuple(counted, counted).map(([{ total, bad }, slow]) => ({
  requests: total,
  failures: bad,
  slow: { '250': Math.min(slow.bad, total) },
}))
const value = fc.oneof(
  fc.record({ value: fc.option(fc.double()) }),
  fc.record({ problem: fc.constant('no answer') }),
)
const interval: fc.Arbitrary<Interval> = fc.record(
  {
    from: fc.constant('2026-01-01T00:00:00Z'),
    to: fc.constant('2026-01-01T00:00:15Z'),
    source: fc.constantFrom('live' as const, 'mirror' as const),
    complete: fc.boolean(),
    problem: fc.constant('gone'),
    canary: side,
    control: side,
    counters: fc
      .oneof(
        fc.record({ canary: counted, control: counted }),
        fc.record({ problem: fc.constant('no counters') }),
      )
      .map((found) => Object.fromEntries([['__proto__', found]])),
    values: value.map((found) => ({ Saturation: found })),
    pods: fc.record({
      ready: fc.nat(3),
      desired: fc.nat(3),
      restarts: fc.nat(5),
      crashLooping: fc.array(fc.constant('v2-a'), { maxLength: 1 }),
      stuck: fc.array(fc.constant('v2-b'), { maxLength: 1 }),
    }),
  },
  { requiredKeys: ['from', 'to', 'source', 'complete', 'canary', 'counters', 'values'] },
)
const intervals = fc.array(interval, { maxLength: 12 })

test('whatever comes, the state is plain JSON and every figure is finite', () => {
  fc.assert(
    fc.property(intervals, (all) => {
      const state = after(checks, all)
      expect(JSON.parse(JSON.stringify(state))).toEqual(state)
      for (const { worse, goodEnough, ratio, requestsNeeded } of judge(checks, state).checks)
        for (const figure of [worse, goodEnough, ratio?.low, ratio?.high, requestsNeeded])
          if (figure !== undefined && figure !== null) {
            expect(figure).toBeGreaterThanOrEqual(0)
            expect(figure).toBeLessThanOrEqual(1e12)
          }
    }),
  )
})

test('the state does not grow without end', () => {
  const { canary } = seen([200, 9])
  const long = Array.from({ length: 400 }, () => seen([200, 9], [1800, 40], { canary }))
  expect(JSON.stringify(after(checks.slice(0, 1), long)).length).toBeLessThan(5000)
})

test('a verdict passes only when every check does, and fails only when one does', () => {
  fc.assert(
    fc.property(intervals, (all) => {
      const { verdict, checks: results } = judged(checks, all)
      const worst = Math.max(...results.map(({ state }) => order.indexOf(state)))
      expect(order.indexOf(verdict.state)).toBeLessThanOrEqual(Math.max(worst, order.indexOf('error')))
      if (verdict.state === 'pass') expect(worst).toBe(0)
      if (worst > 0) expect(verdict.state).not.toBe('pass')
    }),
  )
})

test('without requests of the canary nothing that counts them passes', () => {
  const counting = checks.slice(0, 5)
  const empty = intervals.map((all) =>
    all.map((one): Interval => ({
      ...one,
      canary: { requests: 0, failures: 0, slow: {} },
      counters: {},
    })),
  )
  fc.assert(
    fc.property(empty, (all) => {
      for (const { state } of judged(counting, all).checks) expect(state).not.toBe('pass')
    }),
  )
})

test('incomplete intervals never make anything pass that counts requests', () => {
  const incomplete = intervals.map((all) => all.map((one) => ({ ...one, complete: false })))
  fc.assert(
    fc.property(incomplete, (all) => {
      for (const { state } of judged(checks.slice(0, 5), all).checks) expect(state).not.toBe('pass')
    }),
  )
})

test('further failures of the canary in the newest interval never turn another verdict into pass', () => {
  const counting = [...checks.slice(0, 2), ...checks.slice(4, 5)]
  fc.assert(
    fc.property(intervals, counted, counted, fc.nat(1000), (before, canary, control, share) => {
      const more = canary.bad + Math.floor(((canary.total - canary.bad) * share) / 1000)
      const state = after(counting, before)
      const at = (failures: number) =>
        judge(
          counting,
          addInterval(counting, state, seen([canary.total, failures], [control.total, control.bad])),
        ).verdict.state
      if (at(more) === 'pass') expect(at(canary.bad)).toBe('pass')
      if (at(canary.bad) === 'fail') expect(at(more)).toBe('fail')
    }),
    { numRuns: 300 },
  )
})

test('beginning a stage keeps the evidence of worse and drops that of good enough', () => {
  fc.assert(
    fc.property(intervals, (all) => {
      const state = after(checks, all)
      const next = judge(checks, beginStage(checks, state, 'two'))
      for (const [index, result] of judge(checks, state).checks.entries()) {
        expect(next.checks[index]?.worse).toBe(result.worse)
        expect(next.checks[index]?.state).not.toBe('pass')
      }
    }),
  )
})

test('a new judge says nothing, whatever the checks', () => {
  for (const { state } of judge(checks, newJudge()).checks) expect(state).toBe('inconclusive')
})
