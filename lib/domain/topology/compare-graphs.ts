import type { Graph, GraphEdge, GraphNode } from './graph-model'
import type { Health } from './health'

export type Comparison = 'added' | 'removed' | 'changed' | 'same'

/** What is compared of a node: what comes in, or what goes out of one that only sends. */
export interface NodeMoment {
  /** Requests per second. */
  rate: number
  /** 0–100; null without requests. */
  errorShare: number | null
  health: Health
}

export interface EdgeMoment {
  /** Requests per second. */
  rate: number
  /** Percent, as the edge's. */
  share: number
  desiredShare?: number
}

export interface Compared<Moment> {
  state: Comparison
  before?: Moment
  after?: Moment
}

export interface GraphComparison {
  nodes: Map<string, Compared<NodeMoment>>
  edges: Map<string, Compared<EdgeMoment>>
}

/**
 * What differs between two moments, by id. A node is changed when its health, badges or role differ or its rate moved;
 * an edge when what is desired of it differs, its share moved by more than a point, or its rate moved.
 */
export function compareGraphs(before: Graph, after: Graph): GraphComparison {
  const sends = onlySenders(before.nodes, after.nodes)
  return {
    nodes: compare(before.nodes, after.nodes, (node) => nodeMoment(node, sends.has(node.id)), nodeDiffers),
    edges: compare(before.edges, after.edges, edgeMoment, edgeDiffers),
  }
}

function compare<Item extends { id: string }, Moment extends { rate: number }>(
  before: readonly Item[],
  after: readonly Item[],
  momentOf: (item: Item) => Moment,
  differs: (one: Item, other: Item) => boolean,
): Map<string, Compared<Moment>> {
  const compared = new Map<string, Compared<Moment>>()
  const earlier = new Map(before.map((item) => [item.id, item]))
  for (const item of after) {
    const old = earlier.get(item.id)
    if (old === undefined) {
      compared.set(item.id, { state: 'added', after: momentOf(item) })
      continue
    }
    const [was, is] = [momentOf(old), momentOf(item)]
    const state = differs(old, item) || hasMoved(was.rate, is.rate) ? 'changed' : 'same'
    compared.set(item.id, { state, before: was, after: is })
  }
  for (const item of before)
    if (!compared.has(item.id)) compared.set(item.id, { state: 'removed', before: momentOf(item) })
  return compared
}

/** More than a tenth of what it was, and more than a request a second: less is noise of the window. */
function hasMoved(before: number, after: number): boolean {
  const by = Math.abs(after - before)
  return by > 1 && by > before / 10
}

function onlySenders(...sides: (readonly GraphNode[])[]): Set<string> {
  const receivers = new Set(sides.flat().flatMap((node) => (node.in.rate > 0 ? node.id : [])))
  return new Set(sides.flat().flatMap(({ id }) => (receivers.has(id) ? [] : id)))
}

function nodeMoment(node: GraphNode, sends: boolean): NodeMoment {
  const { rate, errorShare } = sends ? node.out : node.in
  return { rate, errorShare, health: node.health }
}

function nodeDiffers(one: GraphNode, other: GraphNode): boolean {
  return (
    one.health.state !== other.health.state ||
    one.role !== other.role ||
    one.badges.toSorted().join() !== other.badges.toSorted().join()
  )
}

function edgeMoment({ rate, share, desiredShare }: GraphEdge): EdgeMoment {
  return { rate, share, ...(desiredShare === undefined ? {} : { desiredShare }) }
}

function edgeDiffers(one: GraphEdge, other: GraphEdge): boolean {
  return (
    one.desiredShare !== other.desiredShare ||
    one.mirrored !== other.mirrored ||
    Math.abs(one.share - other.share) > 1
  )
}
