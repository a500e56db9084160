import type { Judgement } from '../judgement/check'
import { driftWords, type Drift } from './drift'
import type { HoldCause, ReleaseRecord } from './release'
import type { Step } from './step'
import { changesTraffic } from './step'

/** What the engine saw before a decision. Times are milliseconds of database time. */
export interface Observation {
  now: number
  /** Somebody other than Aviary changed a route of the release since our last write. */
  drift?: Drift
  /** A rule or one of its two destinations is not there any more. */
  missing?: string
  /** The routes are as the step in hand wants them; for the end of the plan that does not matter. */
  inPlace: boolean
  /** While holding on a refusal: the refusal that still stands, or that it is not time to look again. */
  refused?: string
  /** Pods that the step in hand waits for, in words. */
  podsAwaited?: string
  /** A freeze window or the end of business hours: nothing goes on, everything may stop. */
  standstill?: { name: string; until?: string; absolute?: true }
  /** What the judge says; undefined where the plan has no checks. */
  judgement?: Judgement
  /** Requests that the canary got since the stage began; undefined when metrics cannot say. */
  canaryRequests?: number
  metricsProblem?: string
  /** How the split of the release's rules stands, where the stage has one. */
  split?: { state: 'verified' | 'converging' | 'off' | 'unverifiable'; reason: string }
  /** Of the approval step in hand. */
  approvals?: { missing: number; expired: boolean }
}

export type StepDecision =
  | { action: 'apply' }
  | { action: 'advance'; words: string }
  /** Nothing to do; `waitingFor` is told to people when it is new. */
  | { action: 'wait'; words: string; waitingFor?: string }
  | { action: 'hold'; cause: HoldCause; words: string }
  | { action: 'pause'; words: string }
  | { action: 'continue'; words: string }
  | { action: 'abort'; words: string }
  | { action: 'finish' }

/** Seconds of the step in hand served so far, pauses left out. */
export function servedSeconds(release: ReleaseRecord, now: number): number {
  const since = release.stepSince === undefined ? now : Date.parse(release.stepSince)
  const running = release.state === 'running' ? Math.max(0, (now - since) / 1000) : 0
  return release.stepServedSeconds + running
}

/** One tick of a running or holding release, from facts alone. */
export function decideStep(release: ReleaseRecord, seen: Observation): StepDecision {
  if (seen.judgement && abortsOn(release, seen.judgement))
    return { action: 'abort', words: seen.judgement.verdict.words }
  if (seen.drift) return { action: 'hold', cause: 'drift', words: driftWords(seen.drift) }
  if (seen.missing !== undefined) return { action: 'hold', cause: 'missing', words: seen.missing }
  const step = release.plan.steps[release.stepIndex]
  if (step === undefined) return onward(release, seen, { action: 'finish' })
  if (changesTraffic(step)) return decideChange(release, seen)
  if (step.kind === 'approval') return onward(release, seen, decideApproval(seen))
  if (seen.metricsProblem !== undefined) {
    const words = `Metrics cannot say how the canary does: ${seen.metricsProblem}`
    return { action: 'hold', cause: 'metrics', words }
  }
  if (!seen.inPlace)
    return { action: 'hold', cause: 'drift', words: 'The live routes are not as the step left them.' }
  return step.kind === 'bake'
    ? onward(release, seen, decideBake(release, seen, step))
    : decideAnalysis(release, seen, step)
}

/** Only FAIL aborts, but for failing checks that a person has gone past in this attempt. */
function abortsOn({ overridden }: ReleaseRecord, { verdict, checks }: Judgement): boolean {
  if (verdict.state !== 'fail') return false
  const failing = checks.filter(({ state }) => state === 'fail').map(({ name }) => name)
  return failing.length === 0 || failing.some((name) => overridden?.checks.includes(name) !== true)
}

/** A holding release goes on first and decides then; one that was refused, once it would not be refused again. */
function onward(release: ReleaseRecord, seen: Observation, decision: StepDecision): StepDecision {
  if (release.state === 'holding') {
    if (release.holdCause === 'refused' && seen.refused !== undefined)
      return { action: 'wait', words: seen.refused }
    return { action: 'continue', words: 'Nothing is in the way any more.' }
  }
  return decision.action === 'finish' ? unlessStandstill(release, seen, decision) : decision
}

function decideChange(release: ReleaseRecord, seen: Observation): StepDecision {
  if (!seen.inPlace) return onward(release, seen, unlessStandstill(release, seen, { action: 'apply' }))
  const done: StepDecision =
    seen.podsAwaited === undefined
      ? { action: 'advance', words: 'is in place' }
      : { action: 'wait', words: seen.podsAwaited, waitingFor: seen.podsAwaited }
  return onward(release, seen, done)
}

function unlessStandstill(release: ReleaseRecord, seen: Observation, decision: StepDecision): StepDecision {
  if (!seen.standstill) return decision
  const overridden = release.overridden?.standstillAt === release.stepIndex
  if (overridden && seen.standstill.absolute !== true) return decision
  const { name, until } = seen.standstill
  const words = `${name}: nothing goes on${until === undefined ? '' : ` until ${until}`}.`
  return { action: 'wait', words, waitingFor: words }
}

function decideApproval({ approvals }: Observation): StepDecision {
  if (approvals?.missing === 0) return { action: 'advance', words: 'was approved' }
  if (approvals?.expired === true) return { action: 'pause', words: 'Nobody approved in time.' }
  const missing = approvals?.missing ?? 1
  return {
    action: 'wait',
    words: `${missing} ${missing === 1 ? 'approval is' : 'approvals are'} missing`,
    waitingFor: 'approval',
  }
}

function decideBake(
  release: ReleaseRecord,
  seen: Observation,
  step: Extract<Step, { kind: 'bake' }>,
): StepDecision {
  const left = step.seconds - servedSeconds(release, seen.now)
  if (left > 0) return { action: 'wait', words: `${Math.ceil(left)} s of baking left` }
  const missing = step.minRequests - (seen.canaryRequests ?? 0)
  if (missing > 0) return { action: 'wait', words: `${missing} more requests on the canary` }
  return { action: 'advance', words: `baked ${step.seconds} s` }
}

/** Passes on evidence alone; what cannot be known in time waits for a person. */
function decideAnalysis(
  release: ReleaseRecord,
  seen: Observation,
  step: Extract<Step, { kind: 'analysis' }>,
): StepDecision {
  const { judgement, split } = seen
  const verdict = judgement?.verdict.words ?? 'Nothing was measured yet.'
  if (split?.state === 'off') return { action: 'hold', cause: 'split', words: split.reason }
  const requests = seen.canaryRequests ?? 0
  const enough = requests >= step.minRequests
  const lacking = enough ? [] : [`${requests} of ${step.minRequests} requests on the canary.`]
  const following = split?.state === 'converging' ? [`The traffic is still following: ${split.reason}`] : []
  const words = [...lacking, ...following, verdict].join(' ')
  const passed = judgement?.verdict.state === 'pass' && enough && split?.state !== 'converging'
  if (passed) return onward(release, seen, { action: 'advance', words: `passed: ${words}` })
  if (release.state === 'holding')
    return release.holdCause === 'inconclusive'
      ? { action: 'wait', words }
      : onward(release, seen, { action: 'wait', words })
  const late = servedSeconds(release, seen.now) >= step.timeoutSeconds
  if (late && release.plan.onInconclusive === 'hold')
    return {
      action: 'hold',
      cause: 'inconclusive',
      words: `No decision in ${step.timeoutSeconds} s: ${words}`,
    }
  return { action: 'wait', words }
}
