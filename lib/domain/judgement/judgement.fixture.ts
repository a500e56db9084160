import type { Check, Interval, Judgement } from './check'
import { addInterval, beginStage, judge, newJudge, type JudgeState } from './judge'

export const successRate = { kind: 'success-rate', name: 'Success rate', maxRatio: 2 } as const

/** An interval with so many requests and failures of the canary and, where given, of the control. */
export function seen(
  canary: [requests: number, failures: number],
  control?: [requests: number, failures: number],
  rest: Partial<Interval> = {},
): Interval {
  const side = ([requests, failures]: [number, number]) => ({ requests, failures, slow: {} })
  return {
    from: '2026-01-01T00:00:00.000Z',
    to: '2026-01-01T00:00:15.000Z',
    source: 'live',
    complete: true,
    canary: side(canary),
    ...(control === undefined ? {} : { control: side(control) }),
    counters: {},
    values: {},
    ...rest,
  }
}

/** The state after one stage with these intervals. */
export function after(
  checks: readonly Check[],
  intervals: readonly Interval[],
  before: JudgeState = newJudge(),
): JudgeState {
  return intervals.reduce(
    (state, interval) => addInterval(checks, state, interval),
    beginStage(checks, before, 'one'),
  )
}

/** What is said after them. */
export function judged(
  checks: readonly Check[],
  intervals: readonly Interval[],
  before?: JudgeState,
): Judgement {
  return judge(checks, after(checks, intervals, before))
}
