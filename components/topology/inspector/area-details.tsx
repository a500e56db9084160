'use client'
import { Badge } from '@/components/ui/badge'
import { Health } from '@/components/ui/health'
import type { GraphNodeDto } from '@/lib/contracts/topology'
import { formatDuration } from '@/components/ui/format-time'
import { formatRate } from '@/components/ui/format-number'
import { worstHealth } from '../boxes/add-up'
import { areasAround } from '../boxes/areas'
import { nodeRate } from '../describe'
import { fullName } from '../names'
import type { ShownGraph } from '../use-shown-graph'
import { Section } from './section'
import { TrafficByProtocol } from './traffic-by-protocol'

const allKinds = new Set(['namespace', 'cluster'] as const)
const order = { failing: 0, degraded: 1, ok: 2, unknown: 3 } as const

interface AreaDetailsProps {
  shown: ShownGraph
  /** Id of the box of a namespace or a cluster, open or folded. */
  id: string
  /** Seconds. */
  window: number
  onSelect: (id: string) => void
}

/** What a namespace or a cluster holds, the unhealthiest first. */
export function AreaDetails({ shown, id, window, onSelect }: AreaDetailsProps) {
  const members = shown.whole.roots.filter((root) =>
    areasAround(root, allKinds).some((area) => area.id === id),
  )
  const inOrder = members.toSorted(
    (a, b) => order[a.health.state] - order[b.health.state] || nodeRate(b) - nodeRate(a),
  )
  return (
    <>
      <div className="flex flex-wrap gap-1.5">
        <Badge>
          <Health health={worstHealth(members)} />
        </Badge>
        <Badge>
          {members.length} {members.length === 1 ? 'node' : 'nodes'}
        </Badge>
      </div>
      {shown.index.nodes.has(id) && (
        <TrafficByProtocol
          index={shown.index}
          of={id}
          aside={`in and out of it, last ${formatDuration(window)}`}
        />
      )}
      <Section title="In it" aside="unhealthiest first">
        <ul className="-mx-2 flex flex-col">
          {inOrder.map((node) => (
            <Member key={node.id} node={node} onSelect={onSelect} />
          ))}
        </ul>
      </Section>
    </>
  )
}

function Member({ node, onSelect }: { node: GraphNodeDto; onSelect: (id: string) => void }) {
  return (
    <li>
      <button
        type="button"
        onClick={() => onSelect(node.id)}
        className="flex w-full items-baseline gap-3 rounded-md px-2 py-1 text-left text-sm hover:bg-stable-soft"
      >
        <span className="min-w-0 flex-1 truncate">{fullName(node)}</span>
        <Health health={node.health} className="text-xs" />
        <span className="w-16 text-right whitespace-nowrap text-muted">{formatRate(nodeRate(node))} rps</span>
      </button>
    </li>
  )
}
