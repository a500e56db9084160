import { isCard, rootOf, type GraphIndex } from '../graph-index'
import { isOutside } from '../names'
import { boxSize, card, entry, entryPosition, outside, version, versionPosition, type Size } from './sizes'

export interface StructureNode extends Size {
  id: string
  /** Height at which edges arrive, from the top. */
  inlet: number
  /** Heights at which edges leave, by the id of the node inside. */
  outlets: Readonly<Record<string, number>>
}
export interface StructureEdge {
  id: string
  from: string
  to: string
  /** The node inside `from` that it leaves. */
  outlet: string
}

/** What the layout depends on, and nothing else: no rate, share or colour. */
export interface Structure {
  nodes: StructureNode[]
  edges: StructureEdge[]
}

/** The structure of a graph: boxes, cards and outside nodes, and the edges between them. In a fixed order. */
export function structureOf(index: GraphIndex): Structure {
  const nodes = index.roots.map((root): StructureNode => {
    const children = index.children.get(root.id) ?? []
    if (isCard(index, root.id)) {
      const size = isOutside(root) ? outside : card
      const middle = size.height / 2
      const outlets = Object.fromEntries([root.id, ...children.map(({ id }) => id)].map((id) => [id, middle]))
      return { id: root.id, ...size, inlet: middle, outlets }
    }
    const entryMiddle = entryPosition(children.length).y + entry.height / 2
    const outlets: Record<string, number> = { [root.id]: entryMiddle }
    children.forEach(({ id }, at) => (outlets[id] = versionPosition(at).y + version.height / 2))
    return { id: root.id, ...boxSize(children.length), inlet: entryMiddle, outlets }
  })
  const edges = [...index.edges.values()]
    .map(({ id, from, to }) => ({ id, from: rootOf(index, from), to: rootOf(index, to), outlet: from }))
    .filter(({ from, to }) => from !== to && index.nodes.has(from) && index.nodes.has(to))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  return { nodes, edges }
}

/** Equal for two graphs with the same boxes and versions: then, and only then, everything stays where it is. */
export function structureKey(structure: Structure, { areaOf }: Pick<GraphIndex, 'areaOf'>): string {
  return structure.nodes
    .map(({ id, outlets }) => `${areaOf.get(id) ?? ''}:${id}(${Object.keys(outlets).sort().join()})`)
    .join('|')
}
