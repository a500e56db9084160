import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { VerdictState } from '../judgement/check'
import type { Observation } from './decide-step'
import { decideStep, servedSeconds } from './decide-step'
import { planOf, releaseOf, startedAt } from './release.fixture'
import type { HoldCause, ReleaseRecord } from './release'
import { holdCauses } from './release'
import type { Step } from './step'

const release = (step: Step | undefined, change: Partial<ReleaseRecord> = {}) =>
  releaseOf(planOf(step ? [step] : []), change)
const seen = (seconds: number, change: Partial<Observation> = {}): Observation => ({
  now: startedAt + seconds * 1000,
  inPlace: true,
  canaryRequests: 0,
  ...change,
})
const verdict = (state: VerdictState): Pick<Observation, 'judgement'> => ({
  judgement: { verdict: { state, words: `it is ${state}` }, checks: [] },
})
const weight: Step = { kind: 'weight', weight: 20 }
const bake: Step = { kind: 'bake', seconds: 60, minRequests: 100 }
const analysis: Step = { kind: 'analysis', timeoutSeconds: 60, minRequests: 100 }
const approval: Step = { kind: 'approval', count: 1, expiresSeconds: 60 }
const holding = (step: Step, holdCause: HoldCause) =>
  release(step, { state: 'holding', holdCause, stateSince: new Date(startedAt).toISOString() })

describe('a change of traffic', () => {
  it('is applied until it is in place, then advances without a second write', () => {
    expect(decideStep(release(weight), seen(0, { inPlace: false })).action).toBe('apply')
    expect(decideStep(release(weight), seen(0)).action).toBe('advance')
  })

  it('waits for the pods that it needs', () => {
    expect(decideStep(release(weight), seen(0, { podsAwaited: '1 of 2 pods' }))).toMatchObject({
      action: 'wait',
      waitingFor: '1 of 2 pods',
    })
  })

  it('is not begun in a freeze', () => {
    const frozen = seen(0, { inPlace: false, standstill: { name: 'Black Friday' } })
    expect(decideStep(release(weight), frozen).action).toBe('wait')
    expect(decideStep(release(undefined), frozen).action).toBe('wait')
  })
})

describe('what a person with the permission went past', () => {
  const failing: Pick<Observation, 'judgement'> = {
    judgement: {
      verdict: { state: 'fail', words: 'it fails' },
      checks: [
        { name: 'Success rate', kind: 'success-rate', state: 'fail', evidence: '', requestsSeen: 9 },
        { name: 'Pods', kind: 'pods', state: 'pass', evidence: '', requestsSeen: 0 },
      ],
    },
  }
  const past = (step: Step, checks: string[], standstillAt?: number) =>
    release(step, { overridden: { checks, ...(standstillAt === undefined ? {} : { standstillAt }) } })

  it('does not abort again on the checks that fail, and does on others', () => {
    expect(decideStep(past(bake, ['Success rate']), seen(1, failing)).action).toBe('wait')
    expect(decideStep(past(bake, ['Pods']), seen(1, failing)).action).toBe('abort')
  })

  it('still passes no analysis', () => {
    const late = seen(61, { ...failing, canaryRequests: 1000 })
    expect(decideStep(past(analysis, ['Success rate']), late)).toMatchObject({
      action: 'hold',
      cause: 'inconclusive',
    })
  })

  it('is made in a freeze, that step and no other, and never where nobody may go past', () => {
    const frozen = seen(0, { inPlace: false, standstill: { name: 'Black Friday' } })
    expect(decideStep(past(weight, [], 0), frozen).action).toBe('apply')
    expect(decideStep(past(weight, [], 1), frozen).action).toBe('wait')
    const absolute = { ...frozen, standstill: { name: 'audit', absolute: true as const } }
    expect(decideStep(past(weight, [], 0), absolute).action).toBe('wait')
  })
})

describe('a bake', () => {
  it('takes the time and the requests, both', () => {
    expect(decideStep(release(bake), seen(59, { canaryRequests: 1000 })).action).toBe('wait')
    expect(decideStep(release(bake), seen(61, { canaryRequests: 99 })).action).toBe('wait')
    expect(decideStep(release(bake), seen(61, { canaryRequests: 100 })).action).toBe('advance')
  })

  it('is not shortened by a pause or by a clock that jumps back', () => {
    const paused = release(bake, { state: 'paused', stepServedSeconds: 20 })
    expect(servedSeconds(paused, startedAt + 3_600_000)).toBe(20)
    expect(servedSeconds(release(bake), startedAt - 3_600_000)).toBe(0)
  })

  it('holds without metrics, on drift and when the live weights are not the step’s', () => {
    expect(decideStep(release(bake), seen(61, { metricsProblem: 'gone' }))).toMatchObject({
      cause: 'metrics',
    })
    const drift = decideStep(release(bake), seen(61, { drift: { writer: 'kubectl-edit', at: 'now' } }))
    expect(drift).toMatchObject({ action: 'hold', cause: 'drift' })
    expect('words' in drift && drift.words).toContain('kubectl-edit')
    expect(decideStep(release(bake), seen(61, { inPlace: false, canaryRequests: 100 })).action).toBe('hold')
  })
})

describe('an analysis', () => {
  it('advances on a pass with the requests wanted, and on nothing else', () => {
    expect(decideStep(release(analysis), seen(1, { ...verdict('pass'), canaryRequests: 100 })).action).toBe(
      'advance',
    )
    expect(decideStep(release(analysis), seen(1, { ...verdict('pass'), canaryRequests: 99 })).action).toBe(
      'wait',
    )
    expect(decideStep(release(analysis), seen(1)).action).toBe('wait')
  })

  it('asks a person when the time is up, or goes on looking where the plan says so', () => {
    const late = seen(61, { ...verdict('inconclusive'), canaryRequests: 100 })
    expect(decideStep(release(analysis), late)).toMatchObject({ action: 'hold', cause: 'inconclusive' })
    const patient = releaseOf(planOf([analysis], { onInconclusive: 'wait' }))
    expect(decideStep(patient, late).action).toBe('wait')
  })

  it('goes on by itself once there is enough evidence', () => {
    const held = holding(analysis, 'inconclusive')
    expect(decideStep(held, seen(99, verdict('inconclusive'))).action).toBe('wait')
    expect(decideStep(held, seen(99, { ...verdict('pass'), canaryRequests: 100 })).action).toBe('continue')
  })

  it('does not pass while the traffic has not followed', () => {
    const good = { ...verdict('pass'), canaryRequests: 500 }
    const off = { state: 'off' as const, reason: 'v2 gets 0 %' }
    expect(decideStep(release(analysis), seen(9, { ...good, split: off }))).toMatchObject({ cause: 'split' })
    const split = { state: 'converging' as const, reason: 'soon' }
    expect(decideStep(release(analysis), seen(9, { ...good, split })).action).toBe('wait')
  })
})

describe('an approval', () => {
  it('waits, advances, and pauses when it is too late', () => {
    const with_ = (missing: number, expired = false) => seen(5, { approvals: { missing, expired } })
    expect(decideStep(release(approval), with_(1))).toMatchObject({ action: 'wait', waitingFor: 'approval' })
    expect(decideStep(release(approval), with_(0)).action).toBe('advance')
    expect(decideStep(release(approval), with_(1, true)).action).toBe('pause')
  })
})

describe('holding', () => {
  it('goes on by itself only when nothing is in the way', () => {
    expect(decideStep(holding(bake, 'metrics'), seen(10)).action).toBe('continue')
    expect(decideStep(holding(bake, 'metrics'), seen(10, { metricsProblem: 'gone' })).action).toBe('hold')
  })

  it('on a refusal stays until the step would not be refused again', () => {
    const refused = holding(weight, 'refused')
    expect(decideStep(refused, seen(5, { inPlace: false, refused: 'no' })).action).toBe('wait')
    expect(decideStep(refused, seen(16, { inPlace: false })).action).toBe('continue')
  })
})

const anySeen = fc.record(
  {
    now: fc.integer({ min: startedAt, max: startedAt + 1e6 }),
    inPlace: fc.boolean(),
    drift: fc.constant({ writer: 'kubectl', at: 'now' }),
    missing: fc.constant('a rule is gone'),
    podsAwaited: fc.constant('pods'),
    standstill: fc.constant({ name: 'freeze' }),
    judgement: fc
      .constantFrom<VerdictState>('pass', 'fail', 'inconclusive', 'error')
      .map((state) => ({ verdict: { state, words: state }, checks: [] })),
    canaryRequests: fc.nat(1000),
    metricsProblem: fc.constant('gone'),
    split: fc
      .constantFrom('verified' as const, 'converging' as const, 'off' as const, 'unverifiable' as const)
      .map((state) => ({ state, reason: state })),
    approvals: fc.record({ missing: fc.nat(2), expired: fc.boolean() }),
  },
  { requiredKeys: ['now', 'inPlace'] },
)
const anyStep = fc.constantFrom<Step | undefined>(weight, bake, analysis, approval, undefined)
const anyState = fc.constantFrom<'running' | 'holding'>('running', 'holding')

describe('whatever is seen', () => {
  it('a failing verdict aborts and nothing else does', () => {
    fc.assert(
      fc.property(anyStep, anyState, anySeen, (step, state, observation) => {
        const { action } = decideStep(release(step, { state }), observation)
        expect(action === 'abort').toBe(observation.judgement?.verdict.state === 'fail')
      }),
    )
  })

  it('nothing goes on past drift, missing rules or, while it judges, missing metrics', () => {
    fc.assert(
      fc.property(
        anyStep,
        anyState,
        fc.constantFrom(...holdCauses),
        anySeen,
        (step, state, holdCause, given) => {
          const { action } = decideStep(release(step, { state, holdCause }), given)
          const judging = step?.kind === 'bake' || step?.kind === 'analysis'
          const blocked =
            given.drift !== undefined ||
            given.missing !== undefined ||
            (judging && given.metricsProblem !== undefined)
          if (blocked) expect(['hold', 'abort']).toContain(action)
          if (given.standstill) expect(['apply', 'finish']).not.toContain(action)
          if (step?.kind === 'analysis' && action === 'advance')
            expect(given.judgement?.verdict.state).toBe('pass')
        },
      ),
    )
  })
})
