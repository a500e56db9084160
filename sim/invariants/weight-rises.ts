import type { Invariant } from './invariant'
import { isEngines } from './facts'
import { percentsOf } from './live-route'

/** Within an attempt the engine only raises the canary, unless a person has had a word or it takes everything back. */
export const weightRises: Invariant = {
  name: 'weight-rises',
  watch: (_world, facts) => {
    let reached = new Map<string, number>()
    let since = { word: -1, attempt: 0 }
    return {
      onApplied: ({ operation, stored: { before, after } }) => {
        const release = facts.release()
        if (!release || !isEngines(operation) || after?.kind !== 'VirtualService') return undefined
        const now = { word: facts.words.get(release.id) ?? -1, attempt: release.attempt }
        if (now.word !== since.word || now.attempt !== since.attempt) reached = new Map()
        since = now
        if (['aborting', 'aborted', 'failed'].includes(release.state)) return undefined
        const earlier = percentsOf(before)
        for (const [rule, percent] of percentsOf(after)) {
          if (percent === earlier.get(rule)) continue
          const was = reached.get(rule)
          if (was !== undefined && percent < was - 0.5)
            return `the engine took rule ${rule} from ${was} % down to ${percent} % while ${release.state}`
          reached.set(rule, percent)
        }
        return undefined
      },
    }
  },
}
