import { formatBand, formatPercent } from '@/components/ui/format-number'
import type { GraphEdgeDto } from '@/lib/contracts/topology'
import { throughputKinds, timeKinds, type LabelKind } from '../label-kinds'
import type { EdgeLabelOptions, LabelLine } from './label-line'
import { formatBytes } from './format-bytes'

const oneDigit = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })

/** "84 ms", "1.2 s": an average, which unlike a quantile is known exactly. */
export function formatAverage(milliseconds: number): string {
  const seconds = milliseconds >= 1000
  return `${oneDigit.format(seconds ? milliseconds / 1000 : milliseconds)}\u202f${seconds ? 's' : 'ms'}`
}

/** Response time and throughput of an edge, as far as they were asked for and measured. */
export function figureLines(edge: GraphEdgeDto, options: EdgeLabelOptions): LabelLine[] {
  const lines: LabelLine[] = []
  for (const kind of [...timeKinds, ...throughputKinds]) {
    if (!options.labels.has(kind)) continue
    const text = options.dropped === true ? 'not measured' : textOf(kind, edge, options)
    if (text !== undefined && !lines.some((line) => line.text === text)) lines.push({ text, tone: 'muted' })
  }
  return lines
}

function textOf(
  kind: (typeof timeKinds)[number] | (typeof throughputKinds)[number],
  edge: GraphEdgeDto,
  { figures }: EdgeLabelOptions,
): string | undefined {
  switch (kind) {
    case 'average':
      return figures?.average === undefined ? undefined : `avg ${formatAverage(figures.average)}`
    case 'p50':
    case 'p95':
    case 'p99': {
      const band = (figures?.latency ?? edge.latency)?.[kind]
      return band === undefined ? undefined : `${kind} ${formatBand(band)}`
    }
    case 'request-bytes':
      return figures?.requestBytesRate === undefined
        ? undefined
        : `↑ ${formatBytes(figures.requestBytesRate)}/s`
    case 'response-bytes':
      return figures?.responseBytesRate === undefined
        ? undefined
        : `↓ ${formatBytes(figures.responseBytesRate)}/s`
  }
}

/** Whether traffic is encrypted, and what it speaks. */
export function securityLines(edge: GraphEdgeDto, labels: ReadonlySet<LabelKind>): LabelLine[] {
  const lines: LabelLine[] = []
  const { mtlsShare, protocol } = edge
  if (labels.has('mtls') && mtlsShare !== undefined) {
    lines.push(
      mtlsShare >= 99.95
        ? { text: 'mTLS', tone: 'muted' }
        : { text: mtlsShare <= 0.05 ? '◆ no mTLS' : `◆ mTLS ${formatPercent(mtlsShare)}`, tone: 'degraded' },
    )
  }
  // The rate of tcp names it already.
  if (labels.has('protocol') && !(protocol === 'tcp' && labels.has('rate')))
    lines.push({ text: protocol, tone: 'muted' })
  return lines
}
