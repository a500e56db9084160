import type { FlowEdge, FlowNode, TrafficData } from '../flow-types'
import { cornersOf, edgeEnds } from './edge-ends'
import { edgePath, labelSpots, lineEnd, type Point } from './edge-path'

/** How near the canvas is looked at; far off there are no labels. */
type LabelZoom = 'near' | 'middle'

interface Rect {
  left: number
  top: number
  right: number
  bottom: number
}

/** Room for a character and for a line, in pixels of the canvas; as `edge-label-view.tsx` writes them. */
const sizes = { near: { character: 6.6, line: 14 }, middle: { character: 9.4, line: 22 } }
const PADDING = 8
/** Free room around a label. */
const GAP = 2

/**
 * Where the label of each edge stands, so that it covers neither a node nor another label; null where no place along
 * the edge is free. Labels of a split have their room in the box and come first, then what fails.
 */
export function placeLabels(
  nodes: readonly FlowNode[],
  edges: readonly FlowEdge[],
  zoom: LabelZoom | 'far',
): ReadonlyMap<string, Point | null> {
  if (zoom === 'far') return new Map()
  const endsOf = edgeEnds(nodes)
  const cornerOf = cornersOf(nodes)
  const taken = nodes.flatMap((node) => (covers(node) ? [rectOf(cornerOf(node), node)] : []))
  const places = new Map<string, Point | null>()
  for (const edge of [...edges].sort((a, b) => rank(a) - rank(b))) {
    const { id, data } = edge
    const ends = endsOf(edge)
    if (data === undefined || ends === undefined) continue
    const size = sizeOf(data, zoom)
    const end = lineEnd(ends.tip)
    const spots = data.inside
      ? [beside(edgePath(ends.from, end, data.via, data).middle, ends.tip.y - ends.from.y)]
      : labelSpots(ends.from, end, data.via, data)
    const isFree = (at: Point) => !taken.some((other) => overlap(around(at, size), other))
    const spot = data.inside || size === nothing ? spots[0] : spots.find(isFree)
    places.set(id, spot ?? null)
    if (spot !== undefined && size !== nothing) taken.push(around(spot, size))
  }
  return places
}

/** A service box is one with all that is in it; boxes of namespaces have their labels inside. */
function covers({ type, parentId }: FlowNode): boolean {
  return type !== 'area' && parentId === undefined
}

function rank({ data }: FlowEdge): number {
  if (data === undefined || data.inside) return 0
  if (data.selected) return 1
  return data.label.some(({ tone }) => tone === 'failing' || tone === 'degraded') ? 2 : 3
}

const nothing = { width: 0, height: 0 }

function sizeOf({ label }: TrafficData, zoom: LabelZoom): typeof nothing {
  const lines = zoom === 'near' ? label : label.filter(({ tone }) => tone !== 'muted')
  if (lines.length === 0) return nothing
  const { character, line } = sizes[zoom]
  // In steps of two characters: a figure that grows by one doesn't move its label.
  const characters = Math.ceil(Math.max(...lines.map(({ text }) => text.length)) / 2) * 2
  return { width: characters * character + PADDING, height: lines.length * line }
}

function rectOf({ x, y }: Point, { width = 0, height = 0 }: FlowNode): Rect {
  return { left: x, top: y, right: x + width, bottom: y + height }
}

function around({ x, y }: Point, { width, height }: typeof nothing): Rect {
  return { left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 }
}

function overlap(a: Rect, b: Rect): boolean {
  return a.left < b.right + GAP && b.left < a.right + GAP && a.top < b.bottom + GAP && b.top < a.bottom + GAP
}

/** The label of a split stands above what rises and below what falls, so that the line stays free. */
function beside(middle: Point, rise: number): Point {
  if (Math.abs(rise) <= 4) return { x: middle.x, y: middle.y - 17 }
  const off = 25 + Math.max(0, (Math.abs(rise) - 34) * 0.3)
  return { x: middle.x, y: middle.y + Math.sign(rise) * off }
}
