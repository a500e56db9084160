import type { CheckResult, PodsCheck, PodsReading, VerdictState } from './check'

/** The newest reading of the canary's pods, and for how many in a row there were too many restarts. */
export interface PodsState {
  kind: 'pods'
  reading: PodsReading | null
  failing: number
}

/** A reading may be stale once; a crash loop is no blip, it has taken several restarts to be one. */
const failsAfter = 2

export function beginPods(state: PodsState | undefined): PodsState {
  return { kind: 'pods', reading: null, failing: state?.failing ?? 0 }
}

export function addPods(check: PodsCheck, state: PodsState, reading: PodsReading | undefined): PodsState {
  if (reading === undefined) return { kind: 'pods', reading: null, failing: 0 }
  const failing = reading.restarts > check.maxRestarts ? state.failing + 1 : 0
  return { kind: 'pods', reading, failing }
}

/** An absolute guard: a crash loop fails at once, too many restarts at the second reading; pods not ready hold. */
export function podsResult(check: PodsCheck, state: PodsState): CheckResult {
  const [verdict, evidence] = said(check, state)
  return { name: check.name, kind: check.kind, state: verdict, evidence, requestsSeen: 0 }
}

function said({ maxRestarts }: PodsCheck, { reading, failing }: PodsState): [VerdictState, string] {
  if (reading === null) return ['inconclusive', "The canary's pods have not been read."]
  const { ready, desired, restarts, crashLooping, stuck } = reading
  if (crashLooping.length > 0) return ['fail', `Crash looping: ${crashLooping.join(', ')}. Fails.`]
  const restarted = `${restarts} restart${restarts === 1 ? '' : 's'} since the attempt began`
  if (failing >= failsAfter) return ['fail', `${restarted}, more than ${maxRestarts}. Fails.`]
  if (failing > 0) return ['inconclusive', `${restarted}, more than ${maxRestarts}; once more and it fails.`]
  if (stuck.length > 0) return ['inconclusive', `Cannot start: ${stuck.join(', ')}.`]
  if (desired === 0) return ['inconclusive', 'The canary has no pods.']
  if (ready < desired) return ['inconclusive', `${ready} of ${desired} pods are ready.`]
  return ['pass', `All ${desired} pods are ready; ${restarted}.`.replace('All 1 pods are', 'The only pod is')]
}
