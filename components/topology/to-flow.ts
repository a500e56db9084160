import type { GraphNodeDto } from '@/lib/contracts/topology'
import { Position, type NodeHandle } from '@xyflow/react'
import { describeNode } from './describe'
import { worstHealth } from './boxes/add-up'
import type { AreaNode, FlowNode, Found } from './flow-types'
import { isCard, type GraphIndex } from './graph-index'
import type { Placement } from './layout/placement'
import {
  boxSize,
  card,
  entry,
  entryPosition,
  outside,
  version,
  versionPosition,
  type Size,
} from './layout/sizes'
import { isOutside, serviceName, shortName, slug } from './names'

export interface FlowView {
  selected: string | null
  /** Ids that stay bright; null when all do. */
  near: ReadonlySet<string> | null
  found: FoundView
  onFold: (id: string) => void
}

/** What a find expression describes, by id, and the one that was stepped to. */
export interface FoundView {
  hits: ReadonlySet<string>
  current: string | null
}

/** How a node or edge stands to what was looked for. */
export function foundAs(id: string, { hits, current }: FoundView): Found {
  return current === id ? 'current' : hits.has(id) ? 'hit' : 'no'
}

/** What lies above what: edges run over boxes, so that they reach what is inside, and under all other nodes. */
export const layers = { cluster: -2, namespace: -1, box: 0, edge: 1, node: 2 }

/** The id of the small service node inside a box. */
export function entryId(service: string): string {
  return `${service} entry`
}

/** The id in the graph of a node on the canvas. */
export function graphId(flowId: string): string {
  return flowId.endsWith(' entry') ? flowId.slice(0, -' entry'.length) : flowId
}

/** The nodes on the canvas: boxes with their versions, cards, and what lies outside. Nodes without a place are left out. */
export function toFlowNodes(index: GraphIndex, placement: Placement, view: FlowView): FlowNode[] {
  const namespaces = new Set(index.roots.filter((root) => !isOutside(root)).map(({ namespace }) => namespace))
  // Inside its box a namespace need not be written on every node.
  const boxed = [...index.areas.values()].some(({ kind }) => kind === 'namespace')
  const context = { index, view, several: namespaces.size > 1 && !boxed }
  const areas = [...index.areas.keys()].flatMap((id) => areaNode(id, placement, context) ?? [])
  const others = index.roots.flatMap((root) => {
    const at = placement.at[root.id]
    return at === undefined ? [] : nodesOf(root, at, context)
  })
  return [...areas, ...others]
}

/** The box around a namespace or a cluster, below everything else. */
function areaNode(id: string, placement: Placement, { index, view }: Context): AreaNode | undefined {
  const area = index.areas.get(id)
  const position = placement.at[id]
  const size = placement.size[id]
  if (area === undefined || position === undefined || size === undefined) return undefined
  const within = index.roots.filter((root) => {
    const inner = index.areaOf.get(root.id)
    return inner === id || (inner !== undefined && index.areas.get(inner)?.parent === id)
  })
  return {
    id,
    type: 'area',
    position,
    ...size,
    measured: size,
    zIndex: area.kind === 'cluster' ? layers.cluster : layers.namespace,
    draggable: false,
    focusable: false,
    className: 'pointer-events-none!',
    domAttributes: { 'aria-roledescription': undefined },
    data: {
      area,
      health: worstHealth(within),
      count: within.reduce((sum, root) => sum + (index.counts.get(root.id) ?? 1), 0),
      slug: `${area.kind}-${area.name}`,
      selected: view.selected === id,
      onFold: view.onFold,
    },
  }
}

interface Context {
  index: GraphIndex
  view: FlowView
  several: boolean
}

function nodesOf(root: GraphNodeDto, position: { x: number; y: number }, context: Context): FlowNode[] {
  const { index } = context
  const children = index.children.get(root.id) ?? []
  if (isOutside(root)) {
    return [{ ...frame(root, position, outside, context), type: 'outside', data: shared(root, context) }]
  }
  if (isCard(index, root.id)) {
    const [only] = children
    const data = { ...shared(root, context), only, stands: index.counts.get(root.id) }
    return [{ ...frame(root, position, card, context), type: 'card', data }]
  }
  return [
    {
      ...frame(root, position, boxSize(children.length), context, false),
      type: 'box',
      zIndex: layers.box,
      data: shared(root, context),
      focusable: false,
    },
    {
      ...frame(root, entryPosition(children.length), entry, context),
      id: entryId(root.id),
      parentId: root.id,
      type: 'entry',
      data: { ...shared(root, context), selected: false, split: index.splits.get(root.id) ?? [] },
    },
    ...children.map((child, at): FlowNode => ({
      ...frame(child, versionPosition(at), version, context, true, root),
      parentId: root.id,
      type: 'version',
      data: { ...shared(child, context, root), tone: index.tones.get(child.id) ?? 'stable' },
    })),
  ]
}

function shared(node: GraphNodeDto, { index, view, several }: Context, parent?: GraphNodeDto) {
  const only = isCard(index, node.id) ? index.children.get(node.id)?.[0]?.id : undefined
  return {
    node,
    slug: slug(node, parent),
    title: parent === undefined && node.kind !== 'workload' ? serviceName(node) : shortName(node),
    selected: view.selected === node.id || (only !== undefined && view.selected === only),
    dimmed: view.near !== null && !view.near.has(node.id),
    found: foundAs(
      only !== undefined && view.found.hits.has(only) && !view.found.hits.has(node.id) ? only : node.id,
      view.found,
    ),
    namespace: several && parent === undefined && node.namespace !== '' ? node.namespace : undefined,
  }
}

/** Size and handles are given, so that nothing is measured in the page and edges can leave nodes out of sight. */
function frame(
  node: GraphNodeDto,
  position: { x: number; y: number },
  size: Size,
  { view }: Context,
  walkable = true,
  parent?: GraphNodeDto,
) {
  const handle = { y: size.height / 2 - 0.5, width: 1, height: 1 }
  const handles: NodeHandle[] = [
    { ...handle, type: 'target', position: Position.Left, x: 0 },
    { ...handle, type: 'source', position: Position.Right, x: size.width - 1 },
  ]
  const attributes = {
    // The canvas is one stop of the Tab key; inside it the arrow keys walk.
    tabIndex: -1,
    'aria-pressed': view.selected === node.id,
    'aria-roledescription': undefined,
  }
  return {
    id: node.id,
    position,
    ...size,
    measured: size,
    zIndex: layers.node,
    handles,
    draggable: false,
    ...(walkable
      ? { ariaRole: 'button' as const, ariaLabel: describeNode(node, parent), domAttributes: attributes }
      : { domAttributes: { 'aria-roledescription': undefined } }),
  }
}
