import { formatPercent, formatRate } from '@/components/ui/format-number'
import { healthSigns } from '@/components/ui/health'
import type { GraphEdgeDto } from '@/lib/contracts/topology'
import { healthOf } from '@/lib/domain/topology/health'
import { formatBytes } from './format-bytes'
import { figureLines, securityLines } from './figure-lines'
import type { EdgeLabelOptions, LabelLine } from './label-line'

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
 * and errors. Both have what else was asked for.
 */
export function edgeLabel(edge: GraphEdgeDto, options: EdgeLabelOptions): LabelLine[] {
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
  lines.push(...figureLines(edge, options))
  // Between a service and its version there is room for three lines, and the call to the service says the same.
  if (!split) lines.push(...joined(securityLines(edge, labels)))
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

/** Quiet lines as one. */
function joined(lines: readonly LabelLine[]): LabelLine[] {
  const quiet = lines.filter(({ tone }) => tone === 'muted').map(({ text }) => text)
  const loud = lines.filter(({ tone }) => tone !== 'muted')
  return quiet.length === 0 ? loud : [...loud, { text: quiet.join(' · '), tone: 'muted' }]
}
