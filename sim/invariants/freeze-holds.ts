import type { Invariant } from './invariant'
import { isEngines } from './facts'

/** In a freeze the engine begins no move forward; a person's word since its beginning, an abort too, goes past it. */
export const freezeHolds: Invariant = {
  name: 'freeze-holds',
  watch: (world, facts) => {
    let before = false
    let since = -1
    const look = () => {
      if (world.isFrozen && !before) since = facts.order
      before = world.isFrozen
    }
    return {
      onCommit: ({ audit }) => {
        look()
        const release = facts.release()
        const intent = audit.find(({ kind }) => kind === 'intent')
        if (!world.isFrozen || !release || !intent || !isEngines(facts.operation(intent.operation)))
          return undefined
        // A move is begun when its intent says; a process that stands still may store that later.
        if (Date.parse(intent.time) < world.frozenSince) return undefined
        const goes = ['aborting', 'promoting'].includes(release.state)
        return goes || (facts.words.get(release.id) ?? -1) >= since
          ? undefined
          : `the engine began ${intent.action} in a freeze while ${release.state}`
      },
    }
  },
}
