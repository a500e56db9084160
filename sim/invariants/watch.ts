import { isEnded } from '@/lib/domain/release/state-machine'
import type { World } from '../world'
import { abortedIsStable } from './aborted-is-stable'
import { approvalsCount } from './approvals-count'
import { bakesAreServed } from './bakes-are-served'
import { comesToRest } from './comes-to-rest'
import { driftIsAskedAbout } from './drift-is-asked-about'
import { Facts } from './facts'
import { failedSaysHow } from './failed-says-how'
import { freezeHolds } from './freeze-holds'
import type { Invariant } from './invariant'
import { oldLeaderIsFenced } from './old-leader-is-fenced'
import { oneOutcome } from './one-outcome'
import { outcomeIsTrue } from './outcome-is-true'
import { pausedStays } from './paused-stays'
import { promotedWithEvidence } from './promoted-with-evidence'
import { splitKeepsTotal } from './split-keeps-total'
import { stepsInOrder } from './steps-in-order'
import { versionsCount } from './versions-count'
import { weightRises } from './weight-rises'
import { writeOnWhatWasRead } from './write-on-what-was-read'
import { writesAreRecorded } from './writes-are-recorded'

const invariants: readonly Invariant[] = [
  splitKeepsTotal,
  weightRises,
  oneOutcome,
  outcomeIsTrue,
  writesAreRecorded,
  writeOnWhatWasRead,
  oldLeaderIsFenced,
  versionsCount,
  stepsInOrder,
  bakesAreServed,
  approvalsCount,
  driftIsAskedAbout,
  freezeHolds,
  promotedWithEvidence,
  abortedIsStable,
  pausedStays,
  failedSaysHow,
  comesToRest,
]

/** Long enough for everything that was cut off to arrive and for every outcome to be found out, milliseconds. */
const restMs = 150_000

/** Watches a world from now on; what does not hold is its violation. */
export function watchInvariants(world: World) {
  const facts = new Facts(world)
  const watching = invariants.map((invariant) => ({
    name: invariant.name,
    parts: invariant.watch(world, facts),
  }))
  const say = (name: string, words: string | undefined) => {
    if (words !== undefined) world.fail(name, words)
  }
  let seen = 0
  let changedAt = world.now
  world.database.listeners.push((commit) => {
    const fresh = facts.transitions.slice(seen)
    seen = facts.transitions.length
    if (fresh.length > 0) changedAt = world.now
    for (const { name, parts } of watching) {
      for (const transition of fresh) say(name, parts.onTransition?.(transition))
      say(name, parts.onCommit?.(commit))
    }
  })
  world.server.listeners.push((stored) => {
    changedAt = world.now
    const applied = facts.applied.at(-1)
    world.trace.add(() => `  stored ${stored.key} by ${stored.manager} ${stored.auditId ?? ''}`)
    for (const { name, parts } of watching) {
      if (applied?.stored === stored) say(name, parts.onApplied?.(applied))
      say(name, parts.onStored?.(stored))
    }
  })
  return {
    /** Whether the release has ended, or nothing has changed for a long while, and no outcome is open. */
    settled: (): boolean => {
      const release = facts.release()
      const ended = release !== undefined && isEnded(release.state)
      const open = facts.allOperations().some(({ outcome }) => outcome === 'pending' || outcome === 'unknown')
      return (
        !open && world.now - Math.max(changedAt, world.calmSince ?? world.now) > (ended ? 80_000 : restMs)
      )
    },
    atEnd: (): void => {
      for (const { name, parts } of watching) say(name, parts.atEnd?.())
    },
    stateNow: (): string => facts.release()?.state ?? 'none',
  }
}
