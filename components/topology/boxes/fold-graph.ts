import type { GraphDto, GraphEdgeDto, GraphNodeDto } from '@/lib/contracts/topology'
import { addedUp, folded } from './add-up'
import { areasAround, type Area, type AreaKind } from './areas'

type Parts = Pick<GraphDto, 'nodes' | 'edges'>

export interface Folding {
  kinds: ReadonlySet<AreaKind>
  /** Ids of folded boxes, of namespaces, clusters and services. */
  closed: ReadonlySet<string>
  /** Whether every service is one node. */
  services: boolean
}

export interface FoldedGraph extends Parts {
  /** By the id of a node that went into another: the id of that other. */
  standIns: ReadonlyMap<string, string>
  /** How many nodes each folded box stands for, by its id. */
  counts: ReadonlyMap<string, number>
}

/** The graph with folded boxes as one node each and their edges added up. What isn't folded stays the same object. */
export function foldGraph({ nodes, edges }: Parts, folding: Folding): FoldedGraph {
  const standIns = new Map<string, string>()
  const counts = new Map<string, number>()
  const areas = new Map<string, { area: Area; members: GraphNodeDto[] }>()
  const known = new Set(nodes.map(({ id }) => id))
  for (const node of nodes) {
    const parent = node.parent !== undefined && known.has(node.parent) ? node.parent : undefined
    const area = areasAround(node, folding.kinds).find(({ id }) => folding.closed.has(id))
    if (area !== undefined) {
      standIns.set(node.id, area.id)
      const group = areas.get(area.id) ?? { area, members: [] }
      if (parent === undefined) group.members.push(node)
      areas.set(area.id, group)
    } else if (parent !== undefined && (folding.services || folding.closed.has(parent))) {
      standIns.set(node.id, parent)
      counts.set(parent, (counts.get(parent) ?? 0) + 1)
    }
  }
  if (standIns.size === 0) return { nodes, edges, standIns, counts }

  const shownEdges = foldEdges(edges, standIns)
  const shownNodes = nodes.filter(({ id }) => !standIns.has(id))
  for (const { area, members } of areas.values()) {
    counts.set(area.id, members.length)
    const incoming = shownEdges.filter(({ to }) => to === area.id)
    const outgoing = shownEdges.filter(({ from }) => from === area.id)
    shownNodes.push(folded(area, members, incoming, outgoing))
  }
  return { nodes: shownNodes, edges: shownEdges, standIns, counts }
}

function foldEdges(edges: readonly GraphEdgeDto[], standIns: ReadonlyMap<string, string>): GraphEdgeDto[] {
  const shown: GraphEdgeDto[] = []
  const bundles = new Map<string, GraphEdgeDto[]>()
  for (const edge of edges) {
    const from = standIns.get(edge.from) ?? edge.from
    const to = standIns.get(edge.to) ?? edge.to
    if (from === edge.from && to === edge.to) {
      shown.push(edge)
    } else if (from !== to) {
      const id = ['folded', from, to, edge.protocol, edge.mirrored === undefined ? '' : 'mirror'].join('|')
      const bundle = bundles.get(id)
      if (bundle === undefined) bundles.set(id, [edge])
      else bundle.push(edge)
    }
  }
  for (const [id, bundle] of bundles) {
    const [first] = bundle
    if (first === undefined) continue
    const from = standIns.get(first.from) ?? first.from
    const edge = addedUp(id, from, standIns.get(first.to) ?? first.to, bundle)
    if (edge !== undefined) shown.push(edge)
  }
  return shown
}
