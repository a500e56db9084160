import type { Interval } from '@/lib/domain/judgement/check'
import { addInterval, beginStage, judge, newJudge } from '@/lib/domain/judgement/judge'
import type { PairCounts } from '@/lib/domain/judgement/pair-counts'
import type { Contender, Saying } from './contender'

const checks = [{ kind: 'success-rate', name: 'Success rate', maxRatio: 2 }] as const

/** Aviary's own judge with one success-rate check as it is by default, asked at every look. */
export const aviary: Contender = {
  name: 'Aviary',
  about: 'its own judge, success-rate check with maxRatio 2, asked at every look',
  begin: (before) => {
    let state = newJudge()
    for (const look of before) state = addInterval(checks, state, intervalOf(look))
    state = beginStage(checks, state, '10 %')
    return (look) => {
      state = addInterval(checks, state, intervalOf(look))
      return sayingOf(judge(checks, state).verdict.state)
    }
  },
}

function intervalOf({ canary, control }: PairCounts): Interval {
  const side = ({ total, bad }: PairCounts['canary']) => ({ requests: total, failures: bad, slow: {} })
  return {
    from: '2026-01-01T00:00:00.000Z',
    to: '2026-01-01T00:00:15.000Z',
    source: 'live',
    complete: true,
    canary: side(canary),
    control: side(control),
    counters: {},
    values: {},
  }
}

function sayingOf(state: string): Saying {
  return state === 'pass' || state === 'fail' ? state : 'open'
}
