import type { FlowEdge, FlowNode, TrafficData } from '../flow-types'
import { edgeEnds } from './edge-ends'
import { arrowHead, edgePath, lineEnd, type Point } from './edge-path'

/** Above this many edges they are drawn together, and only those in sight and near are edges of their own. */
export const MANY_EDGES = 250
/** Of these there are at most so many. */
export const MOST_ALIVE = 120

/** All edges that look alike, as one path. */
export interface EdgeBundle {
  key: string
  d: string
  heads: string
  color: string
  width: number
  line: TrafficData['line']
  dimmed: boolean
}

export interface EdgeLine {
  id: string
  d: string
  tip: Point
  data: TrafficData
}

/** Where each edge runs, from where the nodes stand. */
export function edgeLines(nodes: readonly FlowNode[], edges: readonly FlowEdge[]): EdgeLine[] {
  const endsOf = edgeEnds(nodes)
  return edges.flatMap((edge) => {
    const { id, data } = edge
    const ends = endsOf(edge)
    if (ends === undefined || data === undefined) return []
    return [{ id, d: edgePath(ends.from, lineEnd(ends.tip), data.via, data).d, tip: ends.tip, data }]
  })
}

/** Lines that look alike together; thinner ones first, so that the busy ones lie on top. */
export function bundled(lines: readonly EdgeLine[]): EdgeBundle[] {
  const bundles = new Map<string, EdgeBundle & { paths: string[]; tips: string[] }>()
  for (const { d, tip, data } of lines) {
    const { color, width, line, dimmed } = data
    const key = [color, width, line, dimmed].join(' ')
    const bundle = bundles.get(key)
    if (bundle === undefined) {
      bundles.set(key, {
        key,
        color,
        width,
        line,
        dimmed,
        d: '',
        heads: '',
        paths: [d],
        tips: [arrowHead(tip)],
      })
    } else {
      bundle.paths.push(d)
      bundle.tips.push(arrowHead(tip))
    }
  }
  return [...bundles.values()]
    .sort((a, b) => a.width - b.width)
    .map(({ paths, tips, ...bundle }) => ({ ...bundle, d: paths.join(''), heads: tips.join('') }))
}

/** The edge that runs by a point, within `reach` on either side; null where none does. */
export function lineAt(lines: readonly EdgeLine[], point: Point, reach: number): string | null {
  const context = document.createElement('canvas').getContext('2d')
  if (context === null) return null
  context.lineWidth = reach * 2
  return lines.findLast(({ d }) => context.isPointInStroke(new Path2D(d), point.x, point.y))?.id ?? null
}
