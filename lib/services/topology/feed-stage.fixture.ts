import { diffGraphs } from '../../domain/topology/graph-delta'
import type { Graph, GraphNode } from '../../domain/topology/graph-model'
import type { TrafficSnapshot } from '../../domain/topology/traffic'
import type { ViewRights } from '../../domain/access/view-rights'
import { createGraphFeed } from './graph-feed'
import type { GraphInputs } from './graph-source'
import type { GraphSpec } from './graph-view'

export const everything: ViewRights = { key: 'everything', sees: () => true }
export const spec: GraphSpec = { level: 'app', window: 60, rights: everything }
export const scrapeSeconds = 2

export const node = (namespace: string, name: string, rate: number): GraphNode => ({
  id: `app~eu~${namespace}~${name}`,
  kind: 'app',
  cluster: 'eu',
  namespace,
  name,
  badges: [],
  health: { state: 'ok', reason: 'No requests failed.' },
  in: { rate, errorShare: 0 },
  out: { rate: 0, errorShare: null },
})

/** A feed over samples made up by the test, which counts what its graphs cost. Runs by vitest's fake clock. */
export class FeedStage {
  counts = { asked: 0, built: 0, diffed: 0, written: 0 }
  /** Another one when routes change. */
  routes = 0
  failure: Error | undefined
  /** What others do between two pieces of work. */
  between: () => Promise<void> = () => Promise.resolve()
  private nodes = [node('shop', 'cart', 1), node('bank', 'vault', 2)]
  private states = 0
  snapshot = snapshotOfNow()
  readonly feed = createGraphFeed({
    source: (asked) => this.inputs(asked),
    tools: {
      diff: (base, next, known) => {
        this.counts.diffed += 1
        return diffGraphs(base, next, known)
      },
      share: (text) => {
        this.counts.written += 1
        return { bytes: Buffer.from(text), deflated: () => Promise.reject(new Error('nobody asks for it')) }
      },
      nextRevision: () => `r.${(this.states += 1)}`,
    },
    now: () => Date.now(),
    scrapeSeconds: () => scrapeSeconds,
    pause: () => this.between(),
  })

  /** The nodes as the next samples show them. */
  sample(nodes: GraphNode[]): void {
    this.nodes = nodes
    this.snapshot = snapshotOfNow()
  }

  resetCounts(): void {
    this.counts = { asked: 0, built: 0, diffed: 0, written: 0 }
  }

  private inputs(asked: GraphSpec): Promise<GraphInputs> {
    this.counts.asked += 1
    if (this.failure) return Promise.reject(this.failure)
    const { nodes, snapshot, routes } = this
    const build = () => {
      this.counts.built += 1
      return graphOf(nodes, snapshot, asked)
    }
    return Promise.resolve({ snapshot, stamp: String(routes), build })
  }
}

function snapshotOfNow(): TrafficSnapshot {
  return {
    rows: [],
    at: new Date().toISOString(),
    window: 60,
    source: 'istio',
    partial: false,
    stale: false,
    staleParts: [],
    queries: 5,
  }
}

function graphOf(
  nodes: GraphNode[],
  { at, window, source }: TrafficSnapshot,
  { level, rights }: GraphSpec,
): Graph {
  return {
    ...{
      at,
      window,
      source,
      age: 0,
      stale: false,
      level,
      edges: [],
      hidden: 0,
      staleParts: [],
      routes: 'live',
    },
    nodes: nodes.filter(({ cluster, namespace }) => rights.sees({ cluster, namespace })),
  }
}
