'use client'
import { Badge } from '@/components/ui/badge'
import { formatRate } from '@/components/ui/format-number'
import { Health } from '@/components/ui/health'
import { formatDuration } from '@/components/ui/format-time'
import type { GraphNodeDto } from '@/lib/contracts/topology'
import { badgeSign } from '../badges'
import { errorWords } from '../describe'
import type { GraphIndex } from '../graph-index'
import { Fact, Section } from './section'
import { TrafficByProtocol } from './traffic-by-protocol'
import { TrafficList } from './traffic-list'

/** What it is, and what to do about it. */
const meanings: Partial<Record<GraphNodeDto['kind'], string>> = {
  external:
    'It lies outside the clusters: Aviary sees what is sent to it, and can move nothing there. If it is one of your own services, look whether its namespace is watched.',
  gateway:
    'Traffic from outside enters here. Routes bound to this gateway decide where it goes; open the service behind it to move them.',
  hidden:
    'Services stand here that you have no permission to see. Their traffic to what you see is drawn, without their names. Who may see more is decided by the policy; Settings say which rule applies to you.',
  unknown:
    'These callers carry no identity that telemetry knows: pods without a sidecar, or clients outside the mesh. Routes in the mesh do not govern them. Give the pods a sidecar, or send the clients through a gateway.',
}

interface OutsideDetailsProps {
  index: GraphIndex
  node: GraphNodeDto
  /** Seconds. */
  window: number
  onSelect: (edge: string) => void
}

/** What is known of a gateway, an external party or an unknown caller. */
export function OutsideDetails({ index, node, window, onSelect }: OutsideDetailsProps) {
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
      <Section title="Traffic" aside={`last ${formatDuration(window)}`}>
        <dl>
          {node.count !== undefined && <Fact name="nodes">{node.count}</Fact>}
          <Fact name="receives">{flow(node.in)}</Fact>
          <Fact name="sends">{flow(node.out)}</Fact>
        </dl>
      </Section>
      <TrafficByProtocol index={index} of={node.id} aside={`last ${formatDuration(window)}`} />
      <TrafficList index={index} of={node.id} onSelect={onSelect} />
    </>
  )
}

function flow({ rate, errorShare }: GraphNodeDto['in']): string {
  if (rate === 0) return '–'
  const errors = errorWords(errorShare)
  return `${formatRate(rate)} rps${errors === '' ? '' : `, ${errors}`}`
}
