import type { ServiceRef } from './traffic/model'

// What one replica learns of what others have stored.

/** One event of the audit log, by what it speaks of. */
export interface StoredChange {
  seq: number
  operation?: string
  release?: string
  service?: ServiceRef
}

/** How far a live release has been measured. */
export interface StoredMeasurement {
  release: string
  attempt: number
  /** Number of the newest measurement of the attempt. */
  seq: number
}

/** The revision that the last applied operation left a route at. */
export interface LeftRoute {
  service: ServiceRef
  route: string
  revision: string
}

export interface ChangeStore {
  /** Number of the newest event. */
  head(): Promise<number>
  /** Events after a number, oldest first, at most as many as asked for; the numbers have no gaps. */
  since(seq: number, limit: number): Promise<StoredChange[]>
  /** Of every live release that was measured, how far; one query. */
  measured(): Promise<StoredMeasurement[]>
  /** Of every route that an operation was applied to, what the last one left; one query. */
  left(): Promise<LeftRoute[]>
}

/** Wakes up when another replica, or this one, has stored something. */
export interface ChangeBell {
  /** Begins to listen; `ring` is called after each change and after each break, during which changes were missed. */
  start(ring: () => void): void
  /** Whether changes are heard now; while they are not, somebody has to look. */
  hears(): boolean
  stop(): Promise<void>
}
