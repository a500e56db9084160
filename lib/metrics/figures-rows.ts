import type { FigureRow } from '@/lib/domain/topology/traffic'
import { createIntern, edgeOf, isTunnel } from './istio/parse'
import { readValue, type Labels, type Sample } from './prometheus/answer'

type Edge = Omit<FigureRow, 'buckets' | 'durationRate' | 'requestBytesRate' | 'responseBytesRate'>

/** Adds samples up to rows, one for each edge of telemetry. */
export interface FigureRows {
  /** A bucket (`le`, in units of `unitMs` milliseconds), a sum of durations, or bytes (label `bytes`). */
  add(key: string, edge: () => Edge, sample: Sample, unitMs?: number): void
  rows(): FigureRow[]
}

export function createFigureRows(): FigureRows {
  const rows = new Map<string, FigureRow & { bounds: Map<number, number> }>()
  return {
    add(key, edge, { labels, value }, unitMs = 1) {
      if (!Number.isFinite(value) || value < 0) return
      const row = rows.get(key) ?? { ...edge(), buckets: [], bounds: new Map<number, number>() }
      rows.set(key, row)
      if (labels.bytes === 'request') row.requestBytesRate = (row.requestBytesRate ?? 0) + value
      else if (labels.bytes === 'response') row.responseBytesRate = (row.responseBytesRate ?? 0) + value
      else if (labels.le === undefined) row.durationRate = (row.durationRate ?? 0) + value * unitMs
      else {
        const bound = readValue(labels.le) * unitMs
        if (!Number.isNaN(bound)) row.bounds.set(bound, (row.bounds.get(bound) ?? 0) + value)
      }
    },
    rows: () =>
      [...rows.values()].map(({ bounds, ...row }) => ({
        ...row,
        buckets: [...bounds].map(([le, rate]) => ({ le, rate })).sort((a, b) => a.le - b.le),
      })),
  }
}

/** Samples of Istio's figures as rows: durations and bytes of one edge in one row. */
export function istioFigureRows(samples: readonly Sample[]): FigureRow[] {
  const figures = createFigureRows()
  const intern = createIntern()
  for (const sample of samples) {
    const { labels } = sample
    const protocol = protocolOf(labels)
    const tunnel = protocol === 'tcp' && isTunnel(labels)
    const key = keyOf(labels, `${protocol} ${String(tunnel)}`)
    figures.add(
      key,
      () => ({ ...edgeOf(labels, intern), protocol, ...(tunnel ? { tunnel: true } : {}) }),
      sample,
    )
  }
  return figures.rows()
}

const ofEdge = /^(reporter|source_|destination_)/

function keyOf(labels: Labels, kind: string): string {
  const parts = Object.entries(labels).filter(([name]) => ofEdge.test(name))
  return JSON.stringify([kind, ...parts.sort(([a], [b]) => (a < b ? -1 : 1))])
}

function protocolOf({ request_protocol: protocol }: Labels): FigureRow['protocol'] {
  return protocol === 'grpc' || protocol === 'tcp' ? protocol : 'http'
}
