export interface Point {
  x: number
  y: number
}
export interface EdgePath {
  d: string
  /** Where the label stands. */
  middle: Point
}

/** How far an edge that runs back to the left reaches out before it turns. */
const REACH = 72
/** Distance between parallel edges of one pair. */
const LANE = 26

interface Segment {
  start: Point
  end: Point
}

interface PathOptions {
  /** Keeps several edges of one pair apart; 0 is the straight one. */
  lane?: number
  /** Where the label stands, from 0 (at the start) to 1. */
  labelAt?: number
}

/** A curve that leaves to the right and arrives from the left, level at both ends and at every point on its way. */
export function edgePath(
  from: Point,
  to: Point,
  via: readonly Point[] = [],
  { lane = 0, labelAt = 0.5 }: PathOptions = {},
): EdgePath {
  const segments = segmentsOf(from, to, via, lane)
  if (segments.length === 0) return backward(from, to, lane)
  const d = segments.map(({ start, end }) => curve(start, end, (end.x - start.x) / 2)).join('')
  const { start, end } = segments.reduce((a, b) => (span(b) > span(a) ? b : a), { start: from, end: from })
  return { d: `M${at(from)}${d}`, middle: pointAt(start, end, labelAt) }
}

/** The curves of an edge that runs to the right all the way; none for one that doesn't. */
function segmentsOf(from: Point, to: Point, via: readonly Point[], lane: number): Segment[] {
  const aside = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 + lane * LANE }
  const points = [from, ...(via.length === 0 && lane !== 0 ? [aside] : via), to]
  const forward = points.every((point, at) => at === 0 || point.x >= (points[at - 1]?.x ?? 0))
  if (!forward || to.x - from.x < 24) return []
  return points.slice(1).map((end, at) => ({ start: points[at] ?? from, end }))
}

/** Places for the label, the best first: where `edgePath` puts it, then others along the edge. */
export function labelSpots(
  from: Point,
  to: Point,
  via: readonly Point[] = [],
  { lane = 0, labelAt = 0.5 }: PathOptions = {},
): Point[] {
  const { middle } = edgePath(from, to, via, { lane, labelAt })
  const segments = segmentsOf(from, to, via, lane).sort((a, b) => span(b) - span(a))
  // Around its turn an edge that runs back is all but level.
  if (segments.length === 0) return [0, -40, 40, -80, 80].map((by) => ({ x: middle.x + by, y: middle.y }))
  const along = [...SPOTS].sort((a, b) => Math.abs(a - labelAt) - Math.abs(b - labelAt))
  return [middle, ...segments.flatMap(({ start, end }) => along.map((t) => pointAt(start, end, t)))]
}

const SPOTS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]

/** A point of the curve that is level at both ends. */
function pointAt(start: Point, end: Point, t: number): Point {
  const middle = 3 * t * (1 - t)
  const x = start.x * (1 - t) ** 3 + ((start.x + end.x) / 2) * middle + end.x * t ** 3
  const y = start.y * ((1 - t) ** 3 + middle * (1 - t)) + end.y * (t ** 3 + middle * t)
  return { x: Math.round(x), y: Math.round(y) }
}

function span({ start, end }: Segment): number {
  return end.x - start.x
}

function backward(from: Point, to: Point, lane: number): EdgePath {
  const drop = Math.abs(to.y - from.y) < 40 ? 90 : 0
  const low = Math.max(from.y, to.y) + drop + lane * LANE
  const middle = { x: (from.x + to.x) / 2, y: drop === 0 ? (from.y + to.y) / 2 + lane * LANE : low }
  const out = { x: from.x + REACH, y: (from.y + middle.y) / 2 }
  const back = { x: to.x - REACH, y: (to.y + middle.y) / 2 }
  const d =
    `M${at(from)}C${at({ x: out.x, y: from.y })} ${at({ x: out.x, y: middle.y })} ${at(middle)}` +
    `C${at({ x: back.x, y: middle.y })} ${at({ x: back.x, y: to.y })} ${at(to)}`
  return { d, middle }
}

function curve(start: Point, end: Point, bend: number): string {
  return `C${at({ x: start.x + bend, y: start.y })} ${at({ x: end.x - bend, y: end.y })} ${at(end)}`
}

function at({ x, y }: Point): string {
  return `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`
}

const HEAD = { length: 8, half: 4 }

/** The arrow head: always of one size, and always pointing to the right. */
export function arrowHead(tip: Point): string {
  const back = Math.round((tip.x - HEAD.length) * 10) / 10
  return `M${at(tip)}L${at({ x: back, y: tip.y - HEAD.half })}L${at({ x: back, y: tip.y + HEAD.half })}Z`
}

/** Where the line ends, so that it doesn't show beyond its arrow head. */
export function lineEnd(tip: Point): Point {
  return { x: tip.x - HEAD.length + 1, y: tip.y }
}
