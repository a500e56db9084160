'use client'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { formatBand, formatPercent } from '@/components/ui/format-number'
import { formatDuration } from '@/components/ui/format-time'
import { healthSigns } from '@/components/ui/health'
import { Table, Td, Th } from '@/components/ui/table'
import { cn } from '@/lib/cn'
import type { GraphEdgeDto } from '@/lib/contracts/topology'
import { edgeHealth, rateWords } from '../edges/edge-label'
import { parentOf, rootOf, type GraphIndex } from '../graph-index'
import { fullName } from '../names'
import { Fact, Section } from './section'

interface EdgeDetailsProps {
  index: GraphIndex
  edge: GraphEdgeDto
  /** Seconds. */
  window: number
  onSelect: (id: string) => void
}

/** What runs along one edge: rate, shares, answers, latency. */
export function EdgeDetails({ index, edge, window, onSelect }: EdgeDetailsProps) {
  const sign = healthSigns[edgeHealth(edge, window)]
  const split = rootOf(index, edge.to) === edge.from
  return (
    <>
      <div className="flex flex-wrap gap-1.5">
        <Badge>
          <span className={sign.className}>
            <span aria-hidden>{sign.glyph}</span> {edge.protocol === 'tcp' ? 'tcp' : sign.word}
          </span>
        </Badge>
        <Badge>{edge.protocol}</Badge>
        {edge.mirrored !== undefined && <Badge>mirror {formatPercent(edge.mirrored)}</Badge>}
        {edge.mtlsShare !== undefined && (
          <Badge tone={edge.mtlsShare >= 99.95 ? 'neutral' : 'degraded'}>
            mTLS {formatPercent(edge.mtlsShare)}
          </Badge>
        )}
      </div>
      <Section title="Traffic" aside={`last ${formatDuration(window)}`}>
        <dl>
          <Fact name="rate">{rateWords(edge)}</Fact>
          {edge.desiredShare !== undefined && (
            <Fact name="desired share">{formatPercent(edge.desiredShare)}</Fact>
          )}
          <Fact name={split ? 'observed share' : 'of what the caller sends there'}>
            {formatPercent(edge.share)}
          </Fact>
          {edge.errorShare !== null && edge.protocol !== 'tcp' && (
            <Fact name="errors">
              <span className={cn(edge.errorShare >= 1 && sign.className)}>
                {formatPercent(edge.errorShare)}
              </span>
            </Fact>
          )}
        </dl>
      </Section>
      {edge.codes.length > 0 && (
        <Section title="Answers by code and flags">
          <Table label="Answers by code and flags">
            <thead>
              <tr>
                <Th className="pl-0">code</Th>
                <Th>flags</Th>
                <Th numeric className="pr-0">
                  share
                </Th>
              </tr>
            </thead>
            <tbody>
              {edge.codes.map(({ code, flags, share }) => (
                <tr key={`${code} ${flags}`}>
                  <Td className="py-1.5 pl-0 font-medium">{code === '0' ? 'no response' : code}</Td>
                  <Td className="py-1.5 text-muted">{flags === '' || flags === '-' ? '–' : flags}</Td>
                  <Td numeric className="py-1.5 pr-0">
                    {formatPercent(share)}
                  </Td>
                </tr>
              ))}
            </tbody>
          </Table>
        </Section>
      )}
      {edge.protocol !== 'tcp' && (
        <Section title="Latency" aside="bounds of the histogram bucket">
          {edge.latency === undefined ? (
            <p className="text-sm text-muted">Not measured for this edge in this window.</p>
          ) : (
            <dl>
              <Fact name="p50">{formatBand(edge.latency.p50)}</Fact>
              <Fact name="p95">{formatBand(edge.latency.p95)}</Fact>
              <Fact name="p99">{formatBand(edge.latency.p99)}</Fact>
            </dl>
          )}
        </Section>
      )}
      <div className="flex flex-wrap gap-2">
        {[edge.from, edge.to].map((id) => {
          const node = index.nodes.get(id)
          return (
            node !== undefined && (
              <Button key={id} size="sm" onClick={() => onSelect(id)}>
                {fullName(node, parentOf(index, node))}
              </Button>
            )
          )
        })}
      </div>
    </>
  )
}
