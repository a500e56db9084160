import type { Invariant } from './invariant'
import { lastVerdict } from './last-verdict'

/** The engine leaves an analysis behind only with the verdict pass; without one a person has said so. */
export const promotedWithEvidence: Invariant = {
  name: 'promoted-with-evidence',
  watch: (world, facts) => {
    let attempt = 0
    /** Analyses of this attempt that were left behind rightly. */
    let settled = new Set<number>()
    const verdict = (release: string) => lastVerdict(world, release, attempt)
    return {
      onTransition: ({ before, after, byPerson, action }) => {
        if (after.attempt !== attempt) {
          attempt = after.attempt
          settled = new Set()
        }
        const passed = after.plan.steps.flatMap((step, index) =>
          step.kind === 'analysis' &&
          index < after.stepIndex &&
          index >= (before?.stepIndex ?? 0) &&
          before?.attempt === after.attempt
            ? [index]
            : [],
        )
        for (const index of passed) {
          if (!byPerson && verdict(after.id) !== 'pass')
            return `${action} left the analysis of step ${index} behind with the verdict ${verdict(after.id) ?? 'none'}`
          settled.add(index)
        }
        if (after.state !== 'promoted') return undefined
        const open = after.plan.steps.findIndex(
          (step, index) => step.kind === 'analysis' && !settled.has(index),
        )
        return open === -1 || facts.words.has(after.id)
          ? undefined
          : `promoted, though the analysis of step ${open} was never passed`
      },
    }
  },
}
