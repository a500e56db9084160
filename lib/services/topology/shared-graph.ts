import type { KnownChanges } from '../../domain/topology/graph-delta'
import type { Graph } from '../../domain/topology/graph-model'
import type { TrafficSnapshot } from '../../domain/topology/traffic'
import type { GraphSource } from './graph-source'
import { GraphState, type GraphTools } from './graph-state'
import { keyOfCut, type GraphCut, type GraphSpec } from './graph-view'

/** How long what nobody follows is kept, for readers who come back. Milliseconds. */
export const keptMs = 60_000
/** Cuts of one graph that are kept without a follower. */
const mostIdle = 40

export interface GraphClock {
  /** Unix milliseconds. */
  now: () => number
  /** Lets others have a turn. */
  pause: () => Promise<void>
}

interface Entry {
  state: GraphState
  usedAt: number
}

/** The graph for everybody with the same rights, and the cuts of it that are looked at. */
export class SharedGraph {
  usedAt: number
  /** When the samples that it shows were taken, Unix milliseconds. */
  sampledAt = 0
  /** How long the last graph took to make and to write down, milliseconds. */
  costMs = 0
  private snapshot: WeakRef<TrafficSnapshot> | undefined
  private stamp: string | undefined
  private graph: Graph | undefined
  private flight: Promise<Graph> | undefined
  private telling = Promise.resolve()
  private readonly entries = new Map<string, Entry>()

  constructor(
    private readonly spec: GraphSpec,
    private readonly source: GraphSource,
    private readonly tools: GraphTools,
    private readonly clock: GraphClock,
  ) {
    this.usedAt = clock.now()
  }

  get followed(): boolean {
    return [...this.entries.values()].some(({ state }) => state.followers.size > 0)
  }

  /** The graph of now, made unless it is there; its followers are told afterwards. Throws as the source does. */
  async advance(): Promise<Graph> {
    this.flight ??= this.next().finally(() => {
      this.flight = undefined
    })
    return await this.flight
  }

  /** Done once all followers were told of the newest graph; throws what kept them from it. */
  told(): Promise<void> {
    return this.telling
  }

  private async next(): Promise<Graph> {
    const { snapshot, stamp, build } = await this.source(this.spec)
    if (this.graph && this.snapshot?.deref() === snapshot && this.stamp === stamp) return this.graph
    const begun = this.clock.now()
    const graph = build()
    this.snapshot = new WeakRef(snapshot)
    this.stamp = stamp
    this.sampledAt = Date.parse(snapshot.at)
    this.costMs = this.clock.now() - begun
    this.take(graph)
    return graph
  }

  /** Marks the graph as old where no newer one can be had. */
  grownStale(): void {
    if (this.graph && !this.graph.stale) this.take({ ...this.graph, stale: true })
    this.stamp = undefined
  }

  /** One cut of the graph, at the newest state that there is. `steps`: whether somebody may want to come from the last one. */
  stateOf(cut: GraphCut, steps: boolean): GraphState {
    const key = keyOfCut(cut)
    const entry = this.entries.get(key) ?? { state: new GraphState(cut, this.tools), usedAt: 0 }
    entry.usedAt = this.clock.now()
    this.usedAt = entry.usedAt
    this.entries.delete(key)
    this.entries.set(key, entry)
    if (this.graph) entry.state.update(this.graph, steps || entry.state.followers.size > 0)
    return entry.state
  }

  /** Forgets the cuts that nobody has looked at for a while, the oldest first. */
  prune(): void {
    const idle = [...this.entries].filter(([, { state }]) => state.followers.size === 0)
    for (const [index, [key, { usedAt }]] of idle.entries())
      if (index < idle.length - mostIdle || this.clock.now() - usedAt > keptMs) this.entries.delete(key)
  }

  private take(graph: Graph): void {
    this.graph = graph
    const tell = () => this.tell()
    this.telling = this.telling.then(tell, tell)
    // Whoever waits in `told` hears of a failure.
    this.telling.catch(() => undefined)
  }

  /** One cut after the other, so that a large graph with many cuts does not keep all others waiting. */
  private async tell(): Promise<void> {
    const known: KnownChanges = new Map()
    for (const { state } of [...this.entries.values()]) {
      if (this.graph === undefined || state.followers.size === 0) continue
      const begun = this.clock.now()
      state.update(this.graph, true, known)
      for (const follower of [...state.followers]) follower()
      this.costMs += this.clock.now() - begun
      await this.clock.pause()
    }
  }
}
