import type { Invariant } from './invariant'

/** Turns between the moment that a process reads the time and its commit, milliseconds. */
const toleranceMs = 1000

/** The engine leaves a bake only when the release has been running in it as long as the plan says, by database time. */
export const bakesAreServed: Invariant = {
  name: 'bakes-are-served',
  watch: (world) => {
    let served = 0
    let since = world.now
    return {
      onTransition: ({ before, after, byPerson, action }) => {
        if (before?.state === 'running') served += world.now - since
        since = world.now
        const step = before?.plan.steps[before.stepIndex]
        const left = before !== undefined && after.stepIndex !== before.stepIndex
        const missing = step?.kind === 'bake' ? step.seconds * 1000 - served - toleranceMs : 0
        if (left || after.attempt !== before?.attempt) served = 0
        return left && !byPerson && missing > 0
          ? `${action} left a bake of ${step?.kind === 'bake' ? step.seconds : 0} s ${missing} ms too early`
          : undefined
      },
    }
  },
}
