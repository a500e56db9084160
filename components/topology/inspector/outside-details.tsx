'use client'
import { Badge } from '@/components/ui/badge'
import { formatRate } from '@/components/ui/format-number'
import { Health } from '@/components/ui/health'
import type { GraphNodeDto } from '@/lib/contracts/topology'
import { badgeSign } from '../badges'
import { errorWords } from '../describe'
import type { GraphIndex } from '../graph-index'
import { Fact, Section } from './section'
import { TrafficList } from './traffic-list'

const meanings: Partial<Record<GraphNodeDto['kind'], string>> = {
  external: 'It lies outside the clusters: Aviary sees what is sent to it, and can move nothing there.',
  gateway: 'Traffic from outside enters here. Routes bound to this gateway decide where it goes.',
  unknown:
    'These callers carry no identity that telemetry knows: pods without a sidecar, or clients outside the mesh. Routes in the mesh do not govern them.',
}

interface OutsideDetailsProps {
  index: GraphIndex
  node: GraphNodeDto
  onSelect: (edge: string) => void
}

/** What is known of a gateway, an external party or an unknown caller. */
export function OutsideDetails({ index, node, onSelect }: OutsideDetailsProps) {
  return (
    <>
      <div className="flex flex-wrap gap-1.5">
        <Badge>
          <Health health={node.health} />
        </Badge>
        {node.badges.map((badge) => (
          <Badge key={badge} title={badgeSign(badge).meaning}>
            {badgeSign(badge).word}
          </Badge>
        ))}
      </div>
      <p className="text-sm text-muted">{meanings[node.kind]}</p>
      <Section title="Traffic">
        <dl>
          <Fact name="receives">{flow(node.in)}</Fact>
          <Fact name="sends">{flow(node.out)}</Fact>
        </dl>
      </Section>
      <TrafficList index={index} of={node.id} onSelect={onSelect} />
    </>
  )
}

function flow({ rate, errorShare }: GraphNodeDto['in']): string {
  if (rate === 0) return '–'
  const errors = errorWords(errorShare)
  return `${formatRate(rate)} rps${errors === '' ? '' : `, ${errors}`}`
}
