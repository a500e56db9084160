import { sameJson } from '@/lib/domain/traffic/revision'
import { routeRef } from '../cluster/start-objects'
import type { Invariant } from './invariant'
import type { ReleaseRecord } from '@/lib/domain/release/release'
import type { World } from '../world'
import { isEngines, type Facts } from './facts'
import { liveRoute } from './live-route'

/**
 * Nobody's edit is silently overwritten: after somebody with kubectl changed where the route sends, the engine writes to
 * it only once a person has had a word, unless it takes everything back.
 */
export const driftIsAskedAbout: Invariant = {
  name: 'drift-is-asked-about',
  watch: (world, facts) => {
    let driftedAt: number | undefined
    /** What the start found, or the last write of Aviary's left; an edit that brings it back loses nothing when it is overwritten. */
    let left: unknown
    return {
      // A release takes the routes as it finds them when it starts.
      onTransition: ({ action }) => {
        if (action !== 'release.start') return undefined
        driftedAt = undefined
        left = world.server.get(routeRef)?.spec
        return undefined
      },
      onStored: ({ before, after, key, manager }) => {
        const rerouted = manager === 'kubectl-edit' && !sameJson(before?.spec, after?.spec)
        if (key.startsWith('VirtualService/') && rerouted)
          driftedAt = isExpected(world, facts) ? undefined : facts.order
        return undefined
      },
      onApplied: ({ operation, stored }) => {
        if (!stored.key.startsWith('VirtualService/')) return undefined
        const since = sameJson(stored.before?.spec, left) ? undefined : driftedAt
        driftedAt = undefined
        left = stored.after?.spec
        const release = facts.release()
        if (since === undefined || release === undefined || !isEngines(operation)) return undefined
        if ((facts.words.get(release.id) ?? -1) > since) return undefined
        return goesAnyway(release, facts)
          ? undefined
          : `the engine wrote ${stored.auditId ?? ''} over a change that nobody has looked at`
      },
    }
  },
}

/** An abort takes everything back, and whoever said "straight to 100 %" has said what is wanted. */
function goesAnyway({ state }: ReleaseRecord, facts: Facts): boolean {
  const asked = facts.transitions.at(-1)?.action === 'release.promote-full'
  return ['aborting', 'aborted', 'failed'].includes(state) || (state === 'promoting' && asked)
}

/** An edit that makes the route what the release was told to expect leaves nothing to ask about. */
function isExpected(world: World, facts: Facts): boolean {
  const route = liveRoute(world)
  const expected = facts.release()?.expected ?? []
  return expected.some((entry) => entry.route === route?.id && entry.revision === route.revision)
}
