import { toneColor } from '@/components/traffic/version-tone'
import type { GraphEdgeDto, GraphNodeDto } from '@/lib/contracts/topology'
import { describeEdge } from './describe'
import { edgeHealth, edgeLabel } from './edges/edge-label'
import { edgeWidth } from './edges/edge-width'
import { particlesOf, typicalTime } from './edges/particles'
import type { FlowEdge, TrafficData } from './flow-types'
import { isCard, parentOf, rootOf, type GraphIndex } from './graph-index'
import type { Placement } from './layout/placement'
import { fullName, isOutside, shortName, slug } from './names'
import { noFigures, type FiguresById } from './figures/edge-figures'
import { entryId, foundAs, layers, type FoundView } from './to-flow'
import type { LabelKind } from './label-kinds'

export interface EdgeView {
  selected: string | null
  near: ReadonlySet<string> | null
  labels: ReadonlySet<LabelKind>
  /** Seconds. */
  window: number
  found: FoundView
  figures?: FiguresById
  /** Edges that could not be measured because too many are on screen. */
  dropped?: ReadonlySet<string>
}

/** The edges on the canvas. Those inside a card, whose only version is the whole service, are left out. */
export function toFlowEdges(index: GraphIndex, placement: Placement, view: EdgeView): FlowEdge[] {
  const lanes = new Map<string, number>()
  const turns = new Map<string, number>()
  const degrees = degreesOf(index)
  const edges: FlowEdge[] = []
  for (const edge of index.edges.values()) {
    const from = index.nodes.get(edge.from)
    const to = index.nodes.get(edge.to)
    if (from === undefined || to === undefined) continue
    const fromRoot = rootOf(index, edge.from)
    const toRoot = rootOf(index, edge.to)
    if (placement.at[fromRoot] === undefined || placement.at[toRoot] === undefined) continue
    const inCard = fromRoot === toRoot && isCard(index, fromRoot)
    if (inCard && edge.from !== edge.to) continue
    const source = sourceOf(index, edge.from)
    const target = targetOf(index, edge.to)
    // Calls of several versions to one service come side by side; their labels stand one after the other.
    const siblings = `${fromRoot} > ${target}`
    const turn = turns.get(siblings) ?? 0
    turns.set(siblings, turn + 1)
    const pair = `${source} > ${target}`
    const lane = lanes.get(pair) ?? 0
    lanes.set(pair, lane + 1)
    const appearance = look(index, edge, from, view)
    edges.push({
      id: edge.id,
      source,
      target,
      type: 'traffic',
      zIndex: layers.edge,
      ariaLabel: describeEdge(edge, nameOf(index, from), nameOf(index, to)),
      data: {
        ...appearance,
        edge,
        via: placement.routes[edge.id] ?? [],
        lane,
        labelAt: appearance.inside
          ? 0.48
          : labelPlace(degrees.leaving.get(source) ?? 1, degrees.arriving.get(target) ?? 1, turn),
        slug: edgeSlug(index, from, to),
        selected: view.selected === edge.id,
        dimmed: view.near !== null && !(view.near.has(edge.from) && view.near.has(edge.to)),
        found: foundAs(edge.id, view.found),
      },
    })
  }
  return edges
}

/** How many edges leave and reach each node of the canvas. */
function degreesOf(index: GraphIndex) {
  const leaving = new Map<string, number>()
  const arriving = new Map<string, number>()
  for (const { from, to } of index.edges.values()) {
    const source = sourceOf(index, from)
    const target = targetOf(index, to)
    leaving.set(source, (leaving.get(source) ?? 0) + 1)
    arriving.set(target, (arriving.get(target) ?? 0) + 1)
  }
  return { leaving, arriving }
}

/** Away from the end at which more edges crowd; `turn` counts the edges side by side with this one. */
function labelPlace(leaving: number, arriving: number, turn: number): number {
  const step = 0.2 * (turn % 3)
  if (leaving === arriving) return 0.5 - (turn % 2 === 0 ? -step : step) / 2
  return leaving > arriving ? 0.74 - step : 0.34 + step
}

function look(index: GraphIndex, edge: GraphEdgeDto, from: GraphNodeDto, view: EdgeView) {
  const split = edge.from === rootOf(index, edge.to) && edge.from !== edge.to
  const health = edgeHealth(edge, view.window)
  const figures = (view.figures ?? noFigures).get(edge.id)
  const failing = health === 'degraded' || health === 'failing'
  const traffic = edge.rate > 0 || (edge.bytesRate ?? 0) > 0
  const line: TrafficData['line'] =
    edge.mirrored !== undefined ? 'mirror' : edge.protocol === 'tcp' ? 'tcp' : traffic ? 'solid' : 'idle'
  return {
    color: failing ? `var(--${health})` : toneColor(index.tones.get(split ? edge.to : from.id) ?? 'stable'),
    width: edge.protocol === 'tcp' ? 1.75 : edgeWidth(edge.rate),
    line,
    inside: split,
    label: edgeLabel(edge, {
      split,
      labels: view.labels,
      window: view.window,
      figures,
      dropped: view.dropped?.has(edge.id),
    }),
    particles: particlesOf(edge.rate, edge.errorShare, typicalTime(edge, figures)),
  }
}

function nameOf(index: GraphIndex, node: GraphNodeDto): string {
  return fullName(node, parentOf(index, node))
}

/** `checkout-v1` for the split edge to v1, `frontend-v1-checkout` for a call. */
function edgeSlug(index: GraphIndex, from: GraphNodeDto, to: GraphNodeDto): string {
  const target = rootOf(index, to.id) === from.id ? shortName(to) : slug(to, parentOf(index, to))
  return `${slug(from, parentOf(index, from))}-${target}`
}

function sourceOf(index: GraphIndex, id: string): string {
  const root = rootOf(index, id)
  if (isCard(index, root)) return root
  return root === id ? entryId(id) : id
}

function targetOf(index: GraphIndex, id: string): string {
  const node = index.nodes.get(id)
  const root = rootOf(index, id)
  if (isCard(index, root) || (node !== undefined && isOutside(node))) return root
  return root === id ? entryId(id) : id
}
