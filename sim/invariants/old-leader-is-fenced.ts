import { EPOCH_ANNOTATION } from '@/lib/domain/traffic/compose-patch'
import type { Invariant } from './invariant'
import { isEngines } from './facts'
import { leaderKey, leaderOf } from '../store/leader'

/** An engine that leads no more changes neither a release nor, once its successor has written, an object. */
export const oldLeaderIsFenced: Invariant = {
  name: 'old-leader-is-fenced',
  watch: (world) => {
    const newest = new Map<string, number>()
    let leader = ''
    return {
      onCommit: ({ rows, audit, owner }) => {
        const led = rows.find(({ key }) => key === leaderKey)
        if (led) {
          const { holder = '', epoch = 0 } = leaderOf(led.after) ?? {}
          if (holder !== leader) world.tally.count('leader changes')
          leader = holder
          world.trace.add(() => `  ${holder === '' ? 'nobody' : holder} leads, epoch ${epoch}`)
        }
        const event = audit.find(({ kind, actor }) => kind === 'release' && actor.subject === 'engine')
        return event && owner.name !== leader
          ? `${owner.name} made ${event.action} while ${leader} leads`
          : undefined
      },
      onApplied: ({ operation, stored: { after, key } }) => {
        if (!isEngines(operation)) return undefined
        const epoch = Number(after?.metadata.annotations?.[EPOCH_ANNOTATION] ?? 0)
        const before = newest.get(key) ?? 0
        newest.set(key, Math.max(before, epoch))
        return epoch < before
          ? `${key} was written in epoch ${epoch} after one of epoch ${before}`
          : undefined
      },
    }
  },
}
