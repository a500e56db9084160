import { isLive, mayBecome } from '@/lib/domain/release/state-machine'
import type { Invariant } from './invariant'

/** Each change of a release follows the one before: its version grows by one, its state as the table allows. */
export const versionsCount: Invariant = {
  name: 'versions-count',
  watch: (world) => ({
    onTransition: ({ before, after, action }) => {
      if (!before) return undefined
      if (after.version !== before.version + 1)
        return `${action} made version ${after.version} of version ${before.version}`
      if (!mayBecome(before.state, after.state))
        return `${action} made a release that was ${before.state} ${after.state}`
      if (action === 'nothing in the log')
        return `a release became ${after.state} without an event in the log`
      const live = world.database
        .all(undefined, 'release')
        .filter((text) => isLive((JSON.parse(text) as typeof after).state))
      return live.length > 1 ? 'two releases of one service are live' : undefined
    },
  }),
}
