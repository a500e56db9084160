import { formatPercent, formatRate } from '@/components/ui/format-number'
import { healthSigns } from '@/components/ui/health'
import type { GraphEdgeDto } from '@/lib/contracts/topology'
import { healthOf } from '@/lib/domain/topology/health'
import type { LabelKind } from '../view-state'

export interface LabelLine {
  text: string
  tone: 'strong' | 'muted' | 'degraded' | 'failing'
}

/** Percent of errors below which an edge keeps quiet about them. */
const WORTH_SAYING = 0.5

/** Health of what runs along an edge; below the least number of requests nothing is said. `window` in seconds. */
export function edgeHealth(edge: GraphEdgeDto, window: number): 'ok' | 'degraded' | 'failing' | 'unknown' {
  if (edge.errorShare === null || edge.protocol === 'tcp') return 'unknown'
  const requests = edge.rate * window
  return healthOf(requests, (requests * edge.errorShare) / 100).state
}

/**
 * What stands on an edge. From a service to its version: the desired share, and the one that was seen. On others: rate
 * and errors. `split` tells the two apart.
 */
export function edgeLabel(
  edge: GraphEdgeDto,
  options: { split: boolean; labels: ReadonlySet<LabelKind>; window: number },
): LabelLine[] {
  const { split, labels, window } = options
  const lines: LabelLine[] = []
  if (edge.mirrored !== undefined) {
    lines.push({ text: `mirror ${formatPercent(edge.mirrored)}`, tone: 'strong' })
  } else if (split && labels.has('share')) {
    lines.push(...shares(edge))
  } else if (!split && labels.has('share') && edge.desiredShare !== undefined) {
    lines.push({ text: `${formatPercent(edge.share)} of calls`, tone: 'muted' })
  }
  if (!split && edge.mirrored === undefined && labels.has('rate'))
    lines.push({ text: rateWords(edge), tone: 'muted' })
  const errors =
    labels.has('errors') && !split && edge.mirrored === undefined ? errorLine(edge, window) : undefined
  if (errors !== undefined) lines.push(errors)
  return lines
}

function shares(edge: GraphEdgeDto): LabelLine[] {
  const seen = { text: `${formatPercent(edge.share)} seen`, tone: 'muted' } as const
  if (edge.desiredShare === undefined) return [seen]
  return [{ text: formatPercent(edge.desiredShare), tone: 'strong' }, seen]
}

function errorLine(edge: GraphEdgeDto, window: number): LabelLine | undefined {
  if (edge.protocol === 'tcp' || edge.errorShare === null || edge.errorShare < WORTH_SAYING) return undefined
  const health = edgeHealth(edge, window)
  const text = `${formatPercent(edge.errorShare)} errors`
  if (health !== 'degraded' && health !== 'failing') return { text, tone: 'muted' }
  return { text: `${healthSigns[health].glyph} ${text}`, tone: health }
}

/** "61 rps", or bytes a second for tcp. */
export function rateWords(edge: Pick<GraphEdgeDto, 'protocol' | 'rate' | 'bytesRate'>): string {
  if (edge.protocol === 'tcp') {
    return edge.bytesRate === undefined ? 'tcp' : `tcp ${formatBytes(edge.bytesRate)}/s`
  }
  return `${formatRate(edge.rate)} rps`
}

const units = ['B', 'kB', 'MB', 'GB'] as const

/** "1.2 MB", in powers of 1000. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${value >= 10 ? Math.round(value) : Math.round(value * 10) / 10}\u202f${units[unit] ?? 'B'}`
}
