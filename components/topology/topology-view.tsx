'use client'
import type { UseQueryResult } from '@tanstack/react-query'
import { useEffect, type ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { lazyPart } from '@/components/ui/lazy-part'
import type { GraphDto } from '@/lib/contracts/topology'
import type { useScreenFigures } from './figures/use-screen-figures'
import type { usePlacement } from './layout/use-placement'
import { TopologySkeleton } from './topology-skeleton'
import type { ShownGraph } from './use-shown-graph'
import type { ChangeView } from './use-view-state'
import type { ViewState } from './view-state'

const TopologyPicture = lazyPart(async () => (await import('./topology-picture')).TopologyPicture, {
  title: 'The picture could not be loaded',
  waiting: <TopologySkeleton />,
})
const GraphList = lazyPart(async () => (await import('./list/graph-list')).GraphList, {
  title: 'The list could not be loaded',
  waiting: <TopologySkeleton />,
})

interface TopologyViewProps {
  query: UseQueryResult<GraphDto>
  shown: ShownGraph | undefined
  layout: ReturnType<typeof usePlacement>
  /** Names the picture; the view is fitted again when it changes. */
  scope: string
  view: ViewState
  onChange: ChangeView
  figures: ReturnType<typeof useScreenFigures>
  goTo: { id: string; turn: number } | null
  onLayOutAgain: () => void
}

/** The graph as a picture or as a list, or why there is none. */
export function TopologyView({
  query,
  shown,
  layout,
  scope,
  view,
  onChange,
  figures,
  goTo,
  onLayOutAgain,
}: TopologyViewProps) {
  const { as } = view
  useEffect(() => {
    // Beside the graph itself, not after it.
    if (as === 'graph') TopologyPicture.preload()
  }, [as])
  const graph = query.data
  if (graph === undefined || shown === undefined) {
    if (query.error === null) return <TopologySkeleton />
    return (
      <Padded>
        <ErrorState
          title="The topology could not be read"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      </Padded>
    )
  }
  const { index, found } = shown
  const stale = query.error !== null || graph.stale
  if (graph.nodes.length === 0) return <NoTraffic namespaces={view.namespaces} />
  if (index.nodes.size === 0) return <AllHidden onChange={onChange} />
  if (view.as === 'list') {
    return (
      <GraphList
        index={index}
        selected={view.selected}
        onSelect={(id) => onChange({ selected: id })}
        stale={stale}
        found={found}
        figures={figures}
        onScreen={figures.report}
        window={graph.window}
      />
    )
  }
  if (layout.error !== null && layout.placement === undefined) {
    return (
      <Padded>
        <ErrorState
          title="The graph could not be drawn"
          error={layout.error}
          todo="Switch to the list, which shows the same, or try again."
          onRetry={layout.retry}
        />
      </Padded>
    )
  }
  if (layout.placement === undefined) return <TopologySkeleton />
  return (
    <TopologyPicture
      index={index}
      placement={layout.placement}
      scope={scope}
      view={view}
      onChange={onChange}
      window={graph.window}
      stale={stale}
      onLayOutAgain={onLayOutAgain}
      hits={found.hits}
      goTo={goTo}
      figures={figures}
      onScreen={figures.report}
    />
  )
}

function Padded({ children }: { children: ReactNode }) {
  return <div className="p-4">{children}</div>
}

function AllHidden({ onChange }: { onChange: ChangeView }) {
  return (
    <Padded>
      <EmptyState
        title="Everything is hidden"
        meaning="The hide expression, or the switch for idle nodes, leaves nothing to draw. The traffic is there."
        action={<Button onClick={() => onChange({ hide: null, idle: true })}>Show everything again</Button>}
      />
    </Padded>
  )
}

function NoTraffic({ namespaces }: { namespaces: readonly string[] }) {
  const where = namespaces.length === 0 ? 'in any namespace that you may see' : `in ${namespaces.join(', ')}`
  return (
    <Padded>
      <EmptyState
        title="Nothing to draw yet"
        meaning={`There is no service and no traffic ${where}.`}
        todo="Choose other namespaces or a longer window above. If there should be traffic, look at the connections in Settings: metrics appear here within a minute of the first request."
      />
    </Padded>
  )
}
