'use client'
import { formatPercent } from '@/components/ui/format-number'
import { Table, Td, Th } from '@/components/ui/table'
import type { GraphEdgeDto } from '@/lib/contracts/topology'
import { addedUp } from '../boxes/add-up'
import { rateWords } from '../edges/edge-label'
import type { GraphIndex } from '../graph-index'
import { edgesOf } from '../neighbours'
import { useAge } from './age'
import { CodeTable } from './code-table'
import { Section } from './section'

interface TrafficByProtocolProps {
  index: GraphIndex
  /** Id of a node. */
  of: string
  aside: string
}

/** What a node receives and sends by protocol, and how its callers were answered. */
export function TrafficByProtocol({ index, of, aside }: TrafficByProtocolProps) {
  const age = useAge()
  const { incoming, outgoing } = edgesOf(index, of)
  const received = byProtocol(index, incoming)
  const sent = byProtocol(index, outgoing)
  const rows = [
    ...received.map((edge) => ({ edge, way: 'in' })),
    ...sent.map((edge) => ({ edge, way: 'out' })),
  ]
  if (rows.length === 0) return null
  return (
    <>
      <Section title="Traffic in and out" aside={aside}>
        <Table label="Traffic in and out" title={age}>
          <thead>
            <tr>
              <Th className="pl-0">way</Th>
              <Th>protocol</Th>
              <Th numeric>rate</Th>
              <Th numeric>errors</Th>
              <Th numeric className="pr-0">
                mTLS
              </Th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ edge, way }) => (
              <tr key={`${way} ${edge.protocol}`}>
                <Td className="py-1.5 pl-0 font-medium">{way}</Td>
                <Td className="py-1.5 text-muted">{edge.protocol}</Td>
                <Td numeric className="py-1.5">
                  {rateWords(edge).replace('tcp ', '')}
                </Td>
                <Td numeric className="py-1.5">
                  {edge.protocol === 'tcp' || edge.errorShare === null ? '–' : formatPercent(edge.errorShare)}
                </Td>
                <Td numeric className="py-1.5 pr-0">
                  {edge.mtlsShare === undefined ? '–' : formatPercent(edge.mtlsShare)}
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </Section>
      {received.map(
        (edge) =>
          edge.codes.length > 0 && (
            <Section
              key={edge.protocol}
              title={`Answers to callers, ${edge.protocol}`}
              aside="by code and flags"
            >
              <CodeTable label={`Answers to callers, ${edge.protocol}`} codes={edge.codes} />
            </Section>
          ),
      )}
    </>
  )
}

/** One edge for each protocol: all of that protocol added up. Mirrors are left out, nobody waits for their answers. */
export function byProtocol(index: GraphIndex, ids: readonly string[]): GraphEdgeDto[] {
  const edges = ids
    .flatMap((id) => index.edges.get(id) ?? [])
    .filter(({ mirrored }) => mirrored === undefined)
  return (['http', 'grpc', 'tcp'] as const).flatMap(
    (protocol) =>
      addedUp(
        protocol,
        '',
        '',
        edges.filter((edge) => edge.protocol === protocol),
      ) ?? [],
  )
}
