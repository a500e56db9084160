'use client'
import { formatBand, formatPercent } from '@/components/ui/format-number'
import { Health } from '@/components/ui/health'
import { Table, Td } from '@/components/ui/table'
import { cn } from '@/lib/cn'
import type { GraphEdgeDto } from '@/lib/contracts/topology'
import { edgeHealth, rateWords } from '../edges/edge-label'
import { formatAverage } from '../edges/figure-lines'
import { formatBytes } from '../edges/format-bytes'
import type { Figures } from '../figures/use-edge-figures'
import { parentOf, type GraphIndex } from '../graph-index'
import { fullName } from '../names'
import { FoundMark, OpenButton } from './open-button'
import { useSort, type Column } from './use-sort'

interface EdgeTableProps {
  index: GraphIndex
  selected: string | null
  onSelect: (id: string) => void
  found: { hits: ReadonlySet<string> }
  figures: Figures
  /** Seconds. */
  window: number
}

/** All edges with what their labels can say, the busiest first. */
export function EdgeTable({ index, selected, onSelect, found, figures, window }: EdgeTableProps) {
  const name = (id: string) => {
    const node = index.nodes.get(id)
    return node === undefined ? id : fullName(node, parentOf(index, node))
  }
  const bytes = ({ id, bytesRate }: GraphEdgeDto) => {
    const { requestBytesRate, responseBytesRate } = figures.byId.get(id) ?? {}
    if (requestBytesRate === undefined && responseBytesRate === undefined) return bytesRate ?? null
    return (requestBytesRate ?? 0) + (responseBytesRate ?? 0)
  }
  const p95 = (edge: GraphEdgeDto) => (figures.byId.get(edge.id)?.latency ?? edge.latency)?.p95 ?? null
  const state = (edge: GraphEdgeDto) => edgeHealth(edge, window)
  // Columns of what is asked for on screen only stand there when something is known.
  const timed = [...index.edges.values()].some((edge) => p95(edge) !== null)
  const edges = [...index.edges.values()].sort(
    (a, b) => Number(found.hits.has(b.id)) - Number(found.hits.has(a.id)) || b.rate - a.rate,
  )
  const columns: Column<GraphEdgeDto>[] = [
    { name: 'from', value: ({ from }) => name(from) },
    { name: 'to', value: ({ to }) => name(to) },
    { name: 'protocol', value: protocolOf },
    { name: 'health', value: state },
    { name: 'rate', numeric: true, value: ({ rate, bytesRate }) => rate || (bytesRate ?? 0) / 1e9 },
    { name: 'desired', numeric: true, value: ({ desiredShare }) => desiredShare ?? null },
    { name: 'observed', numeric: true, value: ({ share }) => share },
    { name: 'errors', numeric: true, value: ({ errorShare }) => errorShare },
    { name: 'mTLS', numeric: true, value: ({ mtlsShare }) => mtlsShare ?? null },
    ...(timed
      ? [
          {
            name: 'average',
            numeric: true,
            value: ({ id }: GraphEdgeDto) => figures.byId.get(id)?.average ?? null,
          },
          { name: 'p95', numeric: true, value: (edge: GraphEdgeDto) => p95(edge)?.low ?? null },
        ]
      : []),
    { name: 'bytes/s', numeric: true, value: bytes },
  ]
  const { rows, head } = useSort(edges, columns)
  return (
    <Table label="Traffic between them">
      <thead>
        <tr>{head}</tr>
      </thead>
      <tbody>
        {rows.map((edge) => {
          const figure = figures.byId.get(edge.id)
          const throughput = bytes(edge)
          return (
            <tr key={edge.id} className={cn(edge.id === selected && 'bg-stable-soft')}>
              <Td className="whitespace-nowrap">
                <FoundMark found={found.hits.has(edge.id)} />
                <OpenButton
                  label={name(edge.from)}
                  describes={`to ${name(edge.to)}, ${edge.protocol}`}
                  onClick={() => onSelect(edge.id)}
                />
              </Td>
              <Td className="whitespace-nowrap">{name(edge.to)}</Td>
              <Td className="whitespace-nowrap text-muted">{protocolOf(edge)}</Td>
              <Td>
                {edge.protocol === 'tcp' ? '–' : <Health health={{ state: state(edge), reason: '' }} />}
              </Td>
              <Td numeric>{rateWords(edge)}</Td>
              <Td numeric>{percent(edge.desiredShare)}</Td>
              <Td numeric>{formatPercent(edge.share)}</Td>
              <Td numeric>{edge.protocol === 'tcp' ? '–' : percent(edge.errorShare)}</Td>
              <Td numeric>{percent(edge.mtlsShare)}</Td>
              {timed && (
                <Td numeric>{figure?.average === undefined ? '–' : formatAverage(figure.average)}</Td>
              )}
              {timed && <Td numeric>{formatBand(p95(edge))}</Td>}
              <Td numeric>{throughput === null ? '–' : formatBytes(throughput)}</Td>
            </tr>
          )
        })}
      </tbody>
    </Table>
  )
}

function percent(share: number | null | undefined): string {
  return share === null || share === undefined ? '–' : formatPercent(share)
}

function protocolOf(edge: GraphEdgeDto): string {
  return edge.mirrored === undefined
    ? edge.protocol
    : `${edge.protocol}, mirror ${formatPercent(edge.mirrored)}`
}
