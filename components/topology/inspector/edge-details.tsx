'use client'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { formatPercent } from '@/components/ui/format-number'
import { formatDuration } from '@/components/ui/format-time'
import { healthSigns } from '@/components/ui/health'
import { cn } from '@/lib/cn'
import type { GraphEdgeDto } from '@/lib/contracts/topology'
import { edgeHealth, rateWords } from '../edges/edge-label'
import type { Figures } from '../figures/use-edge-figures'
import { parentOf, rootOf, type GraphIndex } from '../graph-index'
import { fullName } from '../names'
import { CodeTable } from './code-table'
import { EdgeFigureFacts } from './edge-figure-facts'
import { Fact, Section } from './section'

interface EdgeDetailsProps {
  index: GraphIndex
  edge: GraphEdgeDto
  /** Seconds. */
  window: number
  figures: Figures
  onSelect: (id: string) => void
}

/** What runs along one edge: rate, shares, answers, response times, throughput. */
export function EdgeDetails({ index, edge, window, figures, onSelect }: EdgeDetailsProps) {
  const sign = healthSigns[edgeHealth(edge, window)]
  const split = rootOf(index, edge.to) === edge.from
  const folded = edge.id.startsWith('folded|')
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
      {folded && (
        <p className="text-sm text-muted">
          All edges between what was folded on either side, added up. Unfold a box to see them one by one.
        </p>
      )}
      <Section title="Traffic" aside={`last ${formatDuration(window)}`}>
        <dl>
          <Fact name="rate">{rateWords(edge)}</Fact>
          {edge.mirrored !== undefined && (
            <Fact name="copied of what the rule receives">{formatPercent(edge.mirrored)}</Fact>
          )}
          {edge.desiredShare !== undefined && (
            <Fact name="desired share">{formatPercent(edge.desiredShare)}</Fact>
          )}
          {!folded && edge.mirrored === undefined && (
            <Fact name={split ? 'observed share' : 'of what the caller sends there'}>
              {formatPercent(edge.share)}
            </Fact>
          )}
          {edge.errorShare !== null && edge.protocol !== 'tcp' && (
            <Fact name="errors">
              <span className={cn(edge.errorShare >= 1 && sign.className)}>
                {formatPercent(edge.errorShare)}
              </span>
            </Fact>
          )}
          {edge.mtlsShare !== undefined && <Fact name="under mTLS">{formatPercent(edge.mtlsShare)}</Fact>}
        </dl>
      </Section>
      {edge.codes.length > 0 && (
        <Section title="Answers by code and flags">
          <CodeTable label="Answers by code and flags" codes={edge.codes} />
        </Section>
      )}
      {!folded && <EdgeFigureFacts edge={edge} figures={figures} />}
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
