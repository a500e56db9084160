import type { Flow, Graph, GraphEdge, GraphNode, Place } from './graph-model'
import { nodeId, type NodeSeed } from './node-seed'
import { round } from './round'

/** The graph of everything, before it is known who looks, with what its nodes were drawn from. */
export interface WholeGraph {
  graph: Graph
  seeds: ReadonlyMap<string, NodeSeed>
}

/**
 * What a viewer may see of the whole. The rest of a cluster is one blank node, and what passes between it and what is
 * seen is added up to one edge a protocol, which says no more than the figures of the seen node do. Nodes and edges that
 * are wholly seen stay the same objects.
 */
export function limitGraph({ graph, seeds }: WholeGraph, visible: (place: Place) => boolean): Graph {
  const blanks = blanksOf(graph, seeds, visible)
  if (blanks.size === 0) return graph
  const seen: GraphEdge[] = []
  const joint = createJointEdges()
  for (const edge of graph.edges) {
    const from = blanks.get(edge.from)
    const to = blanks.get(edge.to)
    if (from === undefined && to === undefined) seen.push(edge)
    else if (from === undefined || to === undefined) joint.add(from ?? edge.from, to ?? edge.to, edge)
  }
  const edges = joint.edges()
  return {
    ...graph,
    nodes: [...graph.nodes.filter(({ id }) => !blanks.has(id)), ...blankNodes(graph, blanks, edges)],
    edges: [...seen, ...edges],
    hidden: blanks.size,
  }
}

/** For each node that is not shown, the id of the blank one that stands for it. */
function blanksOf(
  { nodes, edges }: Graph,
  seeds: WholeGraph['seeds'],
  visible: (place: Place) => boolean,
): Map<string, string> {
  const sees = memoised(visible)
  const blanks = new Map<string, string>()
  const seen = new Set<string>()
  const nobodys = new Map<string, string>()
  for (const { id, cluster } of nodes) {
    const seed = seeds.get(id)
    const blank = nodeId('hidden', cluster)
    if (seed === undefined || isNobodys(seed)) nobodys.set(id, blank)
    else if (sees(seed)) seen.add(id)
    else blanks.set(id, blank)
  }
  if (blanks.size === 0 || nobodys.size === 0) return blanks
  // What is nobody's is shown to whom it has to do with: the name of a host may tell who else calls it.
  for (const { from, to } of edges) {
    if (seen.has(to)) nobodys.delete(from)
    if (seen.has(from)) nobodys.delete(to)
  }
  for (const [id, blank] of nobodys) blanks.set(id, blank)
  return blanks
}

/** Unknown callers, and hosts outside that no namespace of the mesh names. */
export function isNobodys({ kind, namespace }: NodeSeed): boolean {
  return kind === 'unknown' || (kind === 'external' && namespace === '')
}

function memoised(visible: (place: Place) => boolean): (seed: NodeSeed) => boolean {
  const known = new Map<string, boolean>()
  return ({ cluster, namespace, service }) => {
    const key = `${cluster}/${namespace}/${service ?? ''}`
    let answer = known.get(key)
    if (answer === undefined) {
      answer = visible({ cluster, namespace, ...(service === undefined ? {} : { service }) })
      known.set(key, answer)
    }
    return answer
  }
}

interface Sum {
  rate: number
  failures: number
}

interface JointEdge extends Sum {
  from: string
  to: string
  protocol: GraphEdge['protocol']
  bytesRate: number
}

function createJointEdges() {
  const sums = new Map<string, JointEdge>()
  return {
    add(from: string, to: string, { protocol, rate, errorShare, bytesRate = 0 }: GraphEdge): void {
      const id = [from, to, protocol].join('|')
      const sum = sums.get(id) ?? { from, to, protocol, rate: 0, failures: 0, bytesRate: 0 }
      sum.rate += rate
      sum.failures += (rate * (errorShare ?? 0)) / 100
      sum.bytesRate += bytesRate
      sums.set(id, sum)
    },
    edges(): GraphEdge[] {
      const requests = new Map<string, number>()
      for (const { from, to, rate } of sums.values()) {
        const ends = `${from}|${to}`
        requests.set(ends, (requests.get(ends) ?? 0) + rate)
      }
      return [...sums].map(([id, sum]) => toEdge(id, sum, requests.get(`${sum.from}|${sum.to}`) ?? 0))
    },
  }
}

/** Its share is that of its protocol alone: how traffic divides behind a blank node is not told. */
function toEdge(
  id: string,
  { from, to, protocol, bytesRate, ...sum }: JointEdge,
  requests: number,
): GraphEdge {
  const tcp = protocol === 'tcp'
  const part = tcp ? Number(bytesRate > 0) : requests > 0 ? sum.rate / requests : 0
  return {
    id,
    from,
    to,
    protocol,
    ...flowOf(sum),
    share: round(part * 100),
    codes: [],
    ...(tcp ? { bytesRate: round(bytesRate) } : {}),
  }
}

function flowOf({ rate, failures }: Sum): Flow {
  return { rate: round(rate), errorShare: rate > 0 ? round((failures / rate) * 100) : null }
}

function blankNodes(
  { nodes }: Graph,
  blanks: ReadonlyMap<string, string>,
  edges: readonly GraphEdge[],
): GraphNode[] {
  const byId = new Map<string, { cluster: string; count: number; into: Sum; out: Sum }>()
  for (const { id, cluster } of nodes) {
    const blank = blanks.get(id)
    if (blank === undefined) continue
    const none = () => ({ rate: 0, failures: 0 })
    const entry = byId.get(blank) ?? { cluster, count: 0, into: none(), out: none() }
    entry.count += 1
    byId.set(blank, entry)
  }
  for (const { from, to, rate, errorShare } of edges) {
    for (const sum of [byId.get(from)?.out, byId.get(to)?.into]) {
      if (sum === undefined) continue
      sum.rate += rate
      sum.failures += (rate * (errorShare ?? 0)) / 100
    }
  }
  return [...byId].map(([id, { cluster, count, into, out }]) => ({
    id,
    kind: 'hidden',
    cluster,
    namespace: '',
    name: '',
    badges: [],
    health: { state: 'unknown', reason: 'Hidden.' },
    in: flowOf(into),
    out: flowOf(out),
    count,
  }))
}
