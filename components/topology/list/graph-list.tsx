'use client'
import { useEffect, useMemo } from 'react'
import { cn } from '@/lib/cn'
import type { Figures } from '../figures/use-edge-figures'
import { foundWords, type FoundInGraph } from '../find/found-in'
import type { GraphIndex } from '../graph-index'
import { EdgeTable } from './edge-table'
import { NodeTable } from './node-table'

interface GraphListProps {
  index: GraphIndex
  selected: string | null
  onSelect: (id: string) => void
  stale: boolean
  found: FoundInGraph
  figures: Figures
  /** Takes the ids of the edges that are listed. */
  onScreen: (ids: readonly string[]) => void
  /** Seconds. */
  window: number
}

/** The same graph as two tables, for those who don't see it or would rather read; what was found stands first. */
export function GraphList(props: GraphListProps) {
  const { index, stale, found, onScreen } = props
  const busiest = useMemo(
    () => [...index.edges.values()].sort((a, b) => b.rate - a.rate).map(({ id }) => id),
    [index],
  )
  useEffect(() => onScreen(busiest), [busiest, onScreen])
  return (
    <div
      data-testid="topology-list"
      className={cn('h-full overflow-y-auto p-4', stale && 'opacity-70 grayscale')}
    >
      {found.order.length > 0 && (
        <p className="mb-3 text-sm text-muted">
          Found {foundWords(found)}; they are marked <span aria-hidden>▸</span> and stand first.
        </p>
      )}
      <h2 className="mb-2 text-base font-semibold">Services and versions</h2>
      <NodeTable {...props} />
      <h2 className="mt-6 mb-2 text-base font-semibold">Traffic between them</h2>
      <EdgeTable {...props} />
    </div>
  )
}
