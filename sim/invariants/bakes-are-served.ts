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
        // What the product counts from is read a moment, or a freeze, before it is committed.
        const begun = after.stepSince === before?.stepSince ? undefined : after.stepSince
        since = begun === undefined ? world.now : Math.min(world.now, Date.parse(begun))
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
