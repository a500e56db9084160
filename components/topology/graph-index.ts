import { versionTones, type VersionTone } from '@/components/traffic/version-tone'
import type { GraphDto, GraphEdgeDto, GraphNodeDto } from '@/lib/contracts/topology'
import { areasAround, type Area, type AreaKind } from './boxes/areas'
import { shortName } from './names'
import { splitOf, type SplitEntry } from './service-split'

/** A graph with what is looked up often. */
export interface GraphIndex {
  nodes: ReadonlyMap<string, GraphNodeDto>
  edges: ReadonlyMap<string, GraphEdgeDto>
  /** Versions by the id of their box, in the order in which people count them. */
  children: ReadonlyMap<string, readonly GraphNodeDto[]>
  /** Nodes without a box around them, by id. */
  roots: readonly GraphNodeDto[]
  /** The split of each service with several versions, by its id. */
  splits: ReadonlyMap<string, readonly SplitEntry[]>
  /** The tone of each version of such a service, by the version's id. */
  tones: ReadonlyMap<string, VersionTone>
  /** Boxes of namespaces and clusters that hold something, by id, outer ones first. */
  areas: ReadonlyMap<string, Area>
  /** The innermost box around a root, by the root's id. */
  areaOf: ReadonlyMap<string, string>
  /** How many nodes a folded box stands for, by its id. */
  counts: ReadonlyMap<string, number>
}

/** Boxes to draw around roots, and what the folded ones stand for. */
export interface Boxing {
  kinds: ReadonlySet<AreaKind>
  counts: ReadonlyMap<string, number>
}
const noBoxes: Boxing = { kinds: new Set(), counts: new Map() }

const inOrder = new Intl.Collator('en', { numeric: true })

/** Indexes a graph. A node whose parent is not in the graph stands alone. */
export function indexGraph(graph: Pick<GraphDto, 'nodes' | 'edges'>, boxing: Boxing = noBoxes): GraphIndex {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]))
  const edges = new Map(graph.edges.map((edge) => [edge.id, edge]))
  const children = new Map<string, GraphNodeDto[]>()
  const roots: GraphNodeDto[] = []
  const ordered = graph.nodes.toSorted(
    (a, b) => inOrder.compare(a.version ?? a.name, b.version ?? b.name) || inOrder.compare(a.id, b.id),
  )
  for (const node of ordered) {
    if (node.parent === undefined || !nodes.has(node.parent)) {
      roots.push(node)
      continue
    }
    const siblings = children.get(node.parent)
    if (siblings === undefined) children.set(node.parent, [node])
    else siblings.push(node)
  }
  roots.sort((a, b) => (a.id < b.id ? -1 : 1))
  const split = splitsOf(children, graph.edges)
  return { nodes, edges, children, roots, ...split, ...boxed(roots, boxing.kinds), counts: boxing.counts }
}

function boxed(roots: readonly GraphNodeDto[], kinds: ReadonlySet<AreaKind>) {
  const areas = new Map<string, Area>()
  const areaOf = new Map<string, string>()
  for (const root of roots) {
    // A folded box is a node of the same id, which doesn't lie in itself.
    const around = areasAround(root, kinds).filter(({ id }) => id !== root.id)
    for (const area of around) areas.set(area.id, area)
    const inner = around.at(-1)
    if (inner !== undefined) areaOf.set(root.id, inner.id)
  }
  return { areas, areaOf }
}

function splitsOf(children: ReadonlyMap<string, GraphNodeDto[]>, edges: readonly GraphEdgeDto[]) {
  const leaving = new Map<string, GraphEdgeDto[]>()
  for (const edge of edges) {
    if (!children.has(edge.from)) continue
    leaving.set(edge.from, [...(leaving.get(edge.from) ?? []), edge])
  }
  const splits = new Map<string, SplitEntry[]>()
  const tones = new Map<string, VersionTone>()
  for (const [service, versions] of children) {
    if (versions.length < 2) continue
    const split = splitOf(versions, leaving.get(service) ?? [])
    splits.set(service, split)
    const byName = versionTones(split)
    for (const version of versions) tones.set(version.id, byName.get(shortName(version)) ?? 'stable')
  }
  return { splits, tones }
}

/** The box of a node, or the node itself where it has none. */
export function rootOf(index: GraphIndex, id: string): string {
  const parent = index.nodes.get(id)?.parent
  return parent !== undefined && index.nodes.has(parent) ? parent : id
}

/** The node's parent, where the graph has it. */
export function parentOf(index: GraphIndex, node: GraphNodeDto): GraphNodeDto | undefined {
  return node.parent === undefined ? undefined : index.nodes.get(node.parent)
}

/** Whether a service has one version only, and is drawn as one card instead of a box. */
export function isCard(index: GraphIndex, id: string): boolean {
  return (index.children.get(id)?.length ?? 0) < 2
}
