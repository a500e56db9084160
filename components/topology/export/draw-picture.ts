import { toneColor } from '@/components/traffic/version-tone'
import { formatRate } from '@/components/ui/format-number'
import { healthSigns } from '@/components/ui/health'
import { nodeRate } from '../describe'
import { arrowHead, edgePath, lineEnd, type Point } from '../edges/edge-path'
import type { FlowEdge, FlowNode } from '../flow-types'

export interface Picture {
  nodes: readonly FlowNode[]
  edges: readonly FlowEdge[]
  /** Upper left corner of a node on the canvas. */
  cornerOf: (id: string) => Point | undefined
  view: { x: number; y: number; zoom: number; width: number; height: number }
}

/** The value of a property of the theme, by its name. */
type Theme = (name: string) => string

interface Pen {
  context: CanvasRenderingContext2D
  color: (css: string) => string
  font: string
}

const FAR = 0.36

/** Draws the graph as it stands on screen, in the colours of the theme. */
export function drawPicture(
  context: CanvasRenderingContext2D,
  picture: Picture,
  theme: Theme,
  font: string,
): void {
  const { view, nodes, edges, cornerOf } = picture
  const pen: Pen = { context, font, color: (css) => theme(/--[\w-]+/.exec(css)?.[0] ?? '') || css }
  context.fillStyle = pen.color('--bg')
  context.fillRect(0, 0, view.width, view.height)
  context.translate(view.x, view.y)
  context.scale(view.zoom, view.zoom)
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const below = nodes.filter(({ type }) => type === 'area' || type === 'box')
  for (const node of below) drawNode(pen, node, cornerOf(node.id))
  const labels: { edge: FlowEdge; at: Point }[] = []
  for (const edge of edges) {
    const from = endOf(byId.get(edge.source), cornerOf(edge.source), true)
    const to = endOf(byId.get(edge.target), cornerOf(edge.target), false)
    if (from !== undefined && to !== undefined) labels.push({ edge, at: drawEdge(pen, edge, from, to) })
  }
  for (const node of nodes) if (!below.includes(node)) drawNode(pen, node, cornerOf(node.id))
  if (view.zoom >= FAR) for (const { edge, at } of labels) drawLabel(pen, edge, at)
}

function endOf(node: FlowNode | undefined, at: Point | undefined, leaving: boolean): Point | undefined {
  if (node === undefined || at === undefined) return undefined
  return { x: at.x + (leaving ? (node.width ?? 0) : 0), y: at.y + (node.height ?? 0) / 2 }
}

function drawEdge({ context, color }: Pen, { data }: FlowEdge, from: Point, to: Point): Point {
  if (data === undefined) return from
  const { d, middle } = edgePath(from, lineEnd(to), data.via, data)
  context.globalAlpha = data.dimmed ? 0.12 : 1
  context.strokeStyle = color(data.color)
  context.fillStyle = color(data.color)
  context.lineWidth = data.width
  context.setLineDash(
    data.line === 'mirror' ? [7, 5] : data.line === 'idle' ? [1, 5] : data.line === 'tcp' ? [12, 2] : [],
  )
  context.stroke(new Path2D(d))
  context.setLineDash([])
  context.fill(new Path2D(arrowHead(to)))
  context.globalAlpha = 1
  return middle
}

function drawLabel({ context, color, font }: Pen, { data }: FlowEdge, at: Point): void {
  if (data === undefined || data.dimmed) return
  context.textAlign = 'center'
  context.font = `500 11.5px ${font}`
  data.label.forEach(({ text, tone }, line) => {
    const y = at.y + (line - (data.label.length - 1) / 2) * 14
    const width = context.measureText(text).width + 8
    context.fillStyle = color('--bg')
    context.fillRect(at.x - width / 2, y - 7, width, 14)
    context.fillStyle = color(tone === 'strong' ? '--text' : `--${tone}`)
    context.fillText(text, at.x, y + 4)
  })
  context.textAlign = 'left'
}

function drawNode(pen: Pen, node: FlowNode, at: Point | undefined): void {
  const { context, color, font } = pen
  if (at === undefined) return
  const { width = 0, height = 0 } = node
  const rounded = node.type === 'area' ? 16 : node.type === 'box' ? 12 : 8
  context.beginPath()
  context.roundRect(at.x, at.y, width, height, rounded)
  context.fillStyle = color(node.type === 'entry' ? '--bg' : '--panel')
  context.globalAlpha = node.type === 'area' ? 0.45 : node.data.dimmed ? 0.2 : 1
  context.fill()
  context.strokeStyle = node.type === 'version' ? color(toneColor(node.data.tone)) : color('--line-strong')
  context.lineWidth = 1.25
  context.setLineDash(node.type === 'outside' && node.data.node.kind === 'unknown' ? [4, 4] : [])
  context.stroke()
  context.setLineDash([])
  if (node.type !== 'area') context.globalAlpha = node.data.dimmed ? 0.2 : 1
  else context.globalAlpha = 1
  const words = wordsOf(node)
  context.fillStyle = color('--text')
  context.font = `600 13px ${font}`
  context.fillText(fitted(context, words.title, width - 40), at.x + 12, at.y + 23)
  context.fillStyle = color(
    words.health === 'ok' ? '--ok' : words.health === 'unknown' ? '--muted' : `--${words.health}`,
  )
  if (node.type !== 'entry') context.fillText(healthSigns[words.health].glyph, at.x + width - 22, at.y + 23)
  if (words.more !== '') {
    context.fillStyle = color('--muted')
    context.font = `400 12px ${font}`
    context.fillText(fitted(context, words.more, width - 24), at.x + 12, at.y + 42)
  }
  context.globalAlpha = 1
}

function wordsOf(node: FlowNode) {
  if (node.type === 'area') {
    return {
      title: `${node.data.area.name}, ${node.data.count} nodes`,
      more: '',
      health: node.data.health.state,
    }
  }
  const { title, node: dto } = node.data
  const health = dto.health.state
  if (node.type === 'box') return { title, more: '', health }
  if (node.type === 'entry') return { title: dto.kind, more: `${formatRate(dto.in.rate)} rps`, health }
  const version = node.type === 'card' ? node.data.only?.version : undefined
  return {
    title,
    more: [version ?? '', `${formatRate(nodeRate(dto))} rps`].filter(Boolean).join(' · '),
    health,
  }
}

function fitted(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text
  let short = text
  while (short.length > 1 && context.measureText(`${short}…`).width > width) short = short.slice(0, -1)
  return `${short}…`
}
