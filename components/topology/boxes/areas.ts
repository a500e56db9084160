import type { GraphNodeDto } from '@/lib/contracts/topology'
import { isOutside } from '../names'
import type { BoxKind } from '../view-state'

/** A box around all of one namespace or one cluster. */
export interface Area {
  id: string
  kind: 'namespace' | 'cluster'
  name: string
  cluster: string
  /** Id of the cluster's box around it, where there is one. */
  parent: string | undefined
}

export type AreaKind = Area['kind']

/** Which boxes are worth drawing: none around the only namespace, none around the only cluster. */
export function areaKinds(
  nodes: readonly GraphNodeDto[],
  boxes: ReadonlySet<BoxKind>,
): ReadonlySet<AreaKind> {
  const kinds = new Set<AreaKind>()
  const spaces = new Set(
    nodes.flatMap((node) => (inNamespace(node) ? [`${node.cluster}~${node.namespace}`] : [])),
  )
  const clusters = new Set(nodes.flatMap((node) => (inCluster(node) ? [node.cluster] : [])))
  if (boxes.has('namespace') && spaces.size > 1) kinds.add('namespace')
  if (boxes.has('cluster') && clusters.size > 1) kinds.add('cluster')
  return kinds
}

/** The boxes around a node, the outermost first. */
export function areasAround(node: GraphNodeDto, kinds: ReadonlySet<AreaKind>): Area[] {
  const areas: Area[] = []
  const { cluster, namespace } = node
  if (kinds.has('cluster') && inCluster(node)) {
    areas.push({ id: `cluster~${cluster}`, kind: 'cluster', name: cluster, cluster, parent: undefined })
  }
  if (kinds.has('namespace') && inNamespace(node)) {
    const id = `namespace~${cluster}~${namespace}`
    areas.push({ id, kind: 'namespace', name: namespace, cluster, parent: areas[0]?.id })
  }
  return areas
}

/** What the id of a box stands for; undefined for the id of a node. */
export function areaKindOf(id: string): AreaKind | undefined {
  if (id.startsWith('namespace~')) return 'namespace'
  return id.startsWith('cluster~') ? 'cluster' : undefined
}

/** Entrances and remote parties belong to nobody's namespace; they stand between the boxes. */
function inNamespace(node: GraphNodeDto): boolean {
  return node.namespace !== '' && !isOutside(node)
}

function inCluster(node: GraphNodeDto): boolean {
  return node.cluster !== '' && node.kind !== 'external' && node.kind !== 'unknown'
}
