import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { GraphDto } from '@/lib/contracts/topology'
import type { Figures } from './figures/use-edge-figures'
import { needsFigures } from './label-kinds'
import type { ChangeView } from './use-view-state'
import type { ViewState } from './view-state'

interface PictureNotesProps {
  graph: GraphDto
  view: ViewState
  onChange: ChangeView
  figures: Figures
}

/** What the picture leaves out, and why. */
export function PictureNotes({ graph, view, onChange, figures }: PictureNotesProps) {
  const { hidden } = graph
  const only = view.node === null ? undefined : graph.nodes.find(({ id }) => id === view.node)
  const asked = needsFigures(view.labels)
  return (
    <div className="pointer-events-none absolute top-3 left-3 z-10 flex max-w-[calc(100%-5rem)] flex-col items-start gap-1.5">
      {view.node !== null && (
        <Note>
          Only {only === undefined ? 'one node' : only.name} and its direct neighbours
          <button
            type="button"
            className="pointer-events-auto ml-1.5 inline-flex items-center gap-1 font-medium text-text underline underline-offset-3"
            onClick={() => onChange({ node: null })}
          >
            show all <X className="size-3" aria-hidden />
          </button>
        </Note>
      )}
      {hidden > 0 && (
        <Note>
          {hidden} more {hidden === 1 ? 'node lies' : 'nodes lie'} where you may not look.
        </Note>
      )}
      {asked && figures.error !== null && (
        <Note>
          <span aria-hidden className="text-degraded">
            ◆{' '}
          </span>
          Response times and throughput can’t be read: {figures.error.message}
        </Note>
      )}
      {asked && figures.dropped.size > 0 && (
        <Note>
          {figures.dropped.size} {figures.dropped.size === 1 ? 'edge is' : 'edges are'} not measured: too many
          on screen. Come closer.
        </Note>
      )}
    </div>
  )
}

function Note({ children }: { children: ReactNode }) {
  return <p className="rounded-md border border-line bg-panel px-2.5 py-1 text-xs text-muted">{children}</p>
}
