'use client'
import { healthSigns } from '@/components/ui/health'
import { formatPercent } from '@/components/ui/format-number'
import type { GraphEdgeDto } from '@/lib/contracts/topology'
import { rateWords } from '../edges/edge-label'
import { parentOf, type GraphIndex } from '../graph-index'
import { fullName } from '../names'
import { edgesOf } from '../neighbours'
import { Section } from './section'

interface TrafficListProps {
  index: GraphIndex
  /** Id of a node. */
  of: string
  onSelect: (edge: string) => void
}

/** Who calls this, and whom it calls; each line opens the edge. */
export function TrafficList({ index, of, onSelect }: TrafficListProps) {
  const { incoming, outgoing } = edgesOf(index, of)
  return (
    <>
      <Lines title="Called by" ids={incoming} end="from" index={index} onSelect={onSelect} />
      <Lines title="Calls" ids={outgoing} end="to" index={index} onSelect={onSelect} />
    </>
  )
}

interface LinesProps {
  title: string
  ids: readonly string[]
  end: 'from' | 'to'
  index: GraphIndex
  onSelect: (edge: string) => void
}

function Lines({ title, ids, end, index, onSelect }: LinesProps) {
  const edges = ids
    .map((id) => index.edges.get(id))
    .filter((edge): edge is GraphEdgeDto => edge !== undefined)
    .sort((a, b) => b.rate - a.rate)
  if (edges.length === 0) return null
  return (
    <Section title={title}>
      <ul className="-mx-2 flex flex-col">
        {edges.map((edge) => (
          <li key={edge.id}>
            <button
              type="button"
              onClick={() => onSelect(edge.id)}
              className="flex w-full items-baseline gap-3 rounded-md px-2 py-1 text-left text-sm hover:bg-stable-soft"
            >
              <span className="min-w-0 flex-1 truncate">{other(index, edge[end])}</span>
              {edge.mirrored !== undefined && (
                <span className="text-xs text-muted">mirror {formatPercent(edge.mirrored)}</span>
              )}
              {edge.errorShare !== null && edge.errorShare >= 1 && (
                <span className="text-xs whitespace-nowrap text-degraded">
                  {healthSigns.degraded.glyph} {formatPercent(edge.errorShare)}
                </span>
              )}
              <span className="whitespace-nowrap text-muted">{rateWords(edge)}</span>
            </button>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function other(index: GraphIndex, id: string): string {
  const node = index.nodes.get(id)
  return node === undefined ? id : fullName(node, parentOf(index, node))
}
