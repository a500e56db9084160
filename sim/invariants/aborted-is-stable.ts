import type { Invariant } from './invariant'
import { isEngines } from './facts'
import { leftovers, livePercents } from './live-route'

/** Aborted means that stable has everything and nothing of the release is left, until somebody else writes. */
export const abortedIsStable: Invariant = {
  name: 'aborted-is-stable',
  watch: (world, facts) => {
    /** The last write that was not the release's own. */
    let foreign = -1
    let abortedAt: number | undefined
    let abortingAt = -1
    const look = (what: string): string | undefined => {
      if (abortedAt === undefined || foreign > abortingAt) return undefined
      const percent = Math.max(0, ...livePercents(world))
      if (percent > 0) return `${what}: the canary has ${percent} %`
      const left = leftovers(world)
      return left.length > 0 ? `${what}: ${left.join(', ')} is still there` : undefined
    }
    return {
      onStored: ({ manager, key }) => {
        const id = facts.release()?.id
        const operation = manager === 'aviary' ? facts.applied.at(-1)?.operation : undefined
        // What a person begins after the abort, such as an undo, is somebody else's write.
        const later = abortedAt !== undefined && (facts.intents.get(operation?.id ?? '') ?? -1) > abortedAt
        const own = operation !== undefined && operation.release === id && !(later && !isEngines(operation))
        if (key.startsWith('VirtualService/') && !own && manager !== 'istiod') foreign = facts.order
        return look('a write came after the abort')
      },
      onTransition: ({ after, before, order }) => {
        if (after.state === 'aborting' && before?.state !== 'aborting') abortingAt = order
        abortedAt = after.state === 'aborted' && before?.state !== 'awaiting-approval' ? order : undefined
        return look('aborted')
      },
    }
  },
}
