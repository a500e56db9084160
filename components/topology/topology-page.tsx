'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ReactFlowProvider } from '@xyflow/react'
import { useEffect, useEffectEvent, useMemo, useState } from 'react'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { topologyQuery } from '@/lib/queries/topology'
import { findNodes } from './find-nodes'
import { indexGraph } from './graph-index'
import { GraphList } from './graph-list'
import { Inspector } from './inspector/inspector'
import { usePlacement } from './layout/use-placement'
import { StaleBanner } from './stale-banner'
import { DataAge } from './toolbar/data-age'
import { TopologyToolbar } from './toolbar/topology-toolbar'
import { TopologyCanvas } from './topology-canvas'
import { TopologySkeleton } from './topology-skeleton'
import { useEscape } from './use-escape'
import { useViewState } from './use-view-state'

/** The live graph of services, their versions and the traffic between them. */
export function TopologyPage() {
  const [view, change] = useViewState()
  const [round, setRound] = useState(0)
  const query = useQuery({
    ...topologyQuery({
      cluster: view.cluster ?? undefined,
      namespaces: view.namespaces.join(',') || undefined,
      window: view.window,
      level: view.level,
    }),
    placeholderData: keepPreviousData,
  })
  const graph = query.data
  // Query answers keep the parts that did not change: by its parts, an unchanged graph is the same one.
  const { nodes, edges } = graph ?? {}
  const index = useMemo(
    () => (nodes === undefined || edges === undefined ? undefined : indexGraph({ nodes, edges })),
    [nodes, edges],
  )
  const scope = [view.cluster ?? '', view.namespaces.join(','), graph?.level ?? view.level].join(' ')
  const layout = usePlacement(index, scope, round)

  useEscape(() => {
    if (view.selected !== null) change({ selected: null })
    else if (view.focus !== null) change({ focus: null })
  })
  const lookUp = useEffectEvent(() => {
    if (view.find === null || index === undefined) return
    const [hit] = findNodes(index, view.find, 1)
    change({ find: null, ...(view.selected === null && hit !== undefined ? { selected: hit.node.id } : {}) })
  })
  useEffect(() => lookUp(), [view.find, index])

  const failed = query.error !== null
  const stale = failed || graph?.stale === true
  return (
    <div className="flex h-full flex-col">
      <h1 className="sr-only">Topology</h1>
      <TopologyToolbar
        view={view}
        onChange={change}
        index={index}
        age={graph !== undefined && <DataAge graph={graph} readAt={query.dataUpdatedAt} failed={failed} />}
      />
      {graph !== undefined && (
        <StaleBanner graph={graph} error={query.error} onRetry={() => void query.refetch()} />
      )}
      <div className="flex min-h-0 flex-1 max-md:flex-col">
        <div className="relative min-h-0 min-w-0 flex-1">
          {body()}
          {graph !== undefined && graph.hidden > 0 && (
            <p className="pointer-events-none absolute top-3 left-3 z-10 rounded-md border border-line bg-panel px-2.5 py-1 text-xs text-muted">
              {graph.hidden} more {graph.hidden === 1 ? 'node lies' : 'nodes lie'} where you may not look.
            </p>
          )}
        </div>
        {index !== undefined && view.selected !== null && (
          <Inspector
            index={index}
            selected={view.selected}
            focused={view.focus === view.selected}
            window={graph?.window ?? 60}
            onSelect={(id) => change({ selected: id })}
            onFocus={() => change({ focus: view.focus === view.selected ? null : view.selected })}
            onClose={() => change({ selected: null })}
          />
        )}
      </div>
    </div>
  )

  function body() {
    if (graph === undefined || index === undefined) {
      if (query.error === null) return <TopologySkeleton />
      return (
        <div className="p-4">
          <ErrorState
            title="The topology could not be read"
            error={query.error}
            onRetry={() => void query.refetch()}
          />
        </div>
      )
    }
    if (graph.nodes.length === 0) return <NoTraffic namespaces={view.namespaces} />
    if (view.as === 'list') {
      return (
        <GraphList
          index={index}
          selected={view.selected}
          onSelect={(id) => change({ selected: id })}
          stale={stale}
        />
      )
    }
    if (layout.error !== null && layout.placement === undefined) {
      return (
        <div className="p-4">
          <ErrorState
            title="The graph could not be drawn"
            error={layout.error}
            todo="Switch to the list, which shows the same, or try again."
            onRetry={layout.retry}
          />
        </div>
      )
    }
    if (layout.placement === undefined) return <TopologySkeleton />
    return (
      <ReactFlowProvider>
        <TopologyCanvas
          index={index}
          placement={layout.placement}
          scope={`${scope} ${round}`}
          view={view}
          onChange={change}
          window={graph.window}
          stale={stale}
          onLayOutAgain={() => setRound((present) => present + 1)}
        />
      </ReactFlowProvider>
    )
  }
}

function NoTraffic({ namespaces }: { namespaces: readonly string[] }) {
  const where = namespaces.length === 0 ? 'in any namespace that you may see' : `in ${namespaces.join(', ')}`
  return (
    <div className="p-4">
      <EmptyState
        title="Nothing to draw yet"
        meaning={`There is no service and no traffic ${where}.`}
        todo="Choose other namespaces or a longer window above. If there should be traffic, look at the connections in Settings: metrics appear here within a minute of the first request."
      />
    </div>
  )
}
