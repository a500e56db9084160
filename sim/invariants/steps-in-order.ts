import type { Invariant } from './invariant'

/** The engine goes one step on at a time, and never back; a new attempt is a person's word. */
export const stepsInOrder: Invariant = {
  name: 'steps-in-order',
  watch: () => ({
    onTransition: ({ before, after, byPerson, action }) => {
      if (!before || byPerson || action === 'release.start') return undefined
      const steps = after.stepIndex - before.stepIndex
      if (after.attempt !== before.attempt) return `${action} began attempt ${after.attempt} by itself`
      return steps === 0 || steps === 1
        ? undefined
        : `${action} went from step ${before.stepIndex} to ${after.stepIndex}`
    },
  }),
}
