import type { ReleaseRecord } from './release'

/** What the engine saw before a decision. Times are milliseconds of database time. */
export interface Observation {
  now: number
  /** Somebody other than Aviary changed a route of the release since our last write. */
  drift?: { writer: string; at: string }
  /** A rule or one of its two destinations is not there any more. */
  missing?: string
  /** Every rule stands at the weight of the step in hand (weight steps), or has both destinations (add-version). */
  inPlace: boolean
  /** Requests that the canary got since the step began; undefined when metrics cannot say. */
  canaryRequests?: number
  metricsProblem?: string
}

export type StepDecision =
  | { action: 'apply' }
  | { action: 'advance'; words: string }
  | { action: 'wait'; words: string }
  | { action: 'hold'; words: string }
  | { action: 'continue'; words: string }
  | { action: 'finish' }

/** Seconds of the step in hand served so far, pauses left out. */
export function servedSeconds(release: ReleaseRecord, now: number): number {
  const since = release.stepSince === undefined ? now : Date.parse(release.stepSince)
  const running = release.state === 'running' ? Math.max(0, (now - since) / 1000) : 0
  return release.stepServedSeconds + running
}

/** One tick of a running or holding release, from facts alone. */
export function decideStep(release: ReleaseRecord, seen: Observation): StepDecision {
  if (seen.drift)
    return { action: 'hold', words: `The route was changed by ${seen.drift.writer} at ${seen.drift.at}.` }
  if (seen.missing !== undefined) return { action: 'hold', words: seen.missing }
  const step = release.plan.steps[release.stepIndex]
  if (!step)
    return release.state === 'holding'
      ? { action: 'continue', words: 'Nothing is in the way any more.' }
      : { action: 'finish' }
  if (step.kind !== 'bake') {
    if (release.state === 'holding') return { action: 'continue', words: 'Nothing is in the way any more.' }
    return seen.inPlace ? { action: 'advance', words: 'in place' } : { action: 'apply' }
  }
  if (seen.metricsProblem !== undefined)
    return { action: 'hold', words: `Metrics cannot say how the canary does: ${seen.metricsProblem}` }
  if (release.state === 'holding')
    return { action: 'continue', words: 'Metrics are back and the routes are as they should be.' }
  if (!seen.inPlace) return { action: 'hold', words: 'The live weights are not those of the step.' }
  const left = step.seconds - servedSeconds(release, seen.now)
  if (left > 0) return { action: 'wait', words: `${Math.ceil(left)} s of baking left` }
  const missing = step.minRequests - (seen.canaryRequests ?? 0)
  if (missing > 0) return { action: 'wait', words: `${missing} more requests on the canary` }
  return { action: 'advance', words: `baked ${step.seconds} s` }
}
