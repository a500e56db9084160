import type { Stored } from '../cluster/api-server'
import type { Commit } from '../store/database'
import type { World } from '../world'
import type { Applied, Facts, Transition } from './facts'

/** Something that holds at every moment, or at the end. Each part answers what is wrong, in words. */
export interface Watching {
  /** After a change of the release. */
  onTransition?: (transition: Transition) => string | undefined
  /** After a write of Aviary's. */
  onApplied?: (applied: Applied) => string | undefined
  /** After any change of an object. */
  onStored?: (stored: Stored) => string | undefined
  onCommit?: (commit: Commit) => string | undefined
  /** Once everything has come to rest. */
  atEnd?: () => string | undefined
}

export interface Invariant {
  name: string
  watch(world: World, facts: Facts): Watching
}
