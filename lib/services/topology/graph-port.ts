import type { GraphNews } from './graph-state'
import type { AgedText } from './graph-texts'
import type { GraphCut, GraphSpec } from './graph-view'

/** Somebody who is told of every new state of a graph. */
export interface GraphListener {
  /** There is something to take, or there may be. */
  news(): void
  /** No graph can be made now; `news` follows once one can. */
  failed(error: unknown): void
}

export interface Follower {
  /** What leads from the last state taken to the newest one. */
  take(): GraphNews[]
  stop(): void
}

/** The graphs of this replica: for each kind of rights one computation a tick, whatever the number of viewers. */
export interface GraphFeed {
  /** The graph of now. Throws `metrics-unavailable`, `cluster-unavailable` and `not-found`. */
  read(spec: GraphSpec, cut: GraphCut): Promise<{ revision: string; text: AgedText }>
  /** `since` is the revision that the reader has. */
  follow(spec: GraphSpec, cut: GraphCut, since: string | undefined, listener: GraphListener): Follower
  /** Something that graphs show has changed: the next tick comes soon. */
  poke(): void
  stop(): void
}
