'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { lazyPart, usePreloaded } from '@/components/ui/lazy-part'
import { topologyQuery } from '@/lib/queries/topology'
import { useGraphView } from '@/lib/queries/use-graph-view'
import { InspectorFrame } from './inspector/inspector-frame'
import { usePlacement } from './layout/use-placement'
import { PictureNotes } from './picture-notes'
import { withCompared } from './replay/compare-moments'
import { PastBanner } from './replay/past-banner'
import { PastContext } from './replay/past-context'
import { ReplayButton } from './replay/replay-button'
import { useCompared } from './replay/use-compared'
import { useReplay } from './replay/use-replay'
import { StaleBanner } from './stale-banner'
import { useScreenFigures } from './figures/use-screen-figures'
import { DataAge } from './toolbar/data-age'
import { TopologyToolbar } from './toolbar/topology-toolbar'
import { TopologyView } from './topology-view'
import { useEscape } from './use-escape'
import { useLookUp } from './use-look-up'
import { usePageKeys } from './use-page-keys'
import { useShownGraph } from './use-shown-graph'
import { useSteps } from './use-steps'
import { useViewState } from './use-view-state'

// What is opened by a click is loaded when nothing else is to be done: the picture comes first.
const Inspector = lazyPart(async () => (await import('./inspector/inspector')).Inspector, {
  title: 'The inspector could not be loaded',
  waiting: <InspectorFrame />,
})
const ReplayBar = lazyPart(async () => (await import('./replay/replay-bar')).ReplayBar, {
  title: 'The replay could not be loaded',
})
const parts = [Inspector, ReplayBar]

const SECONDS = { '1m': 60, '5m': 300, '10m': 600, '30m': 1800 } as const

/** The live graph of services, their versions and the traffic between them. */
export function TopologyPage() {
  usePreloaded(parts)
  const [view, change] = useViewState()
  const [round, setRound] = useState(0)
  const replay = useReplay()
  const filters = {
    cluster: view.cluster ?? undefined,
    namespaces: view.namespaces.join(',') || undefined,
    window: view.window,
    at: replay.iso,
    level: view.level,
    node: view.node ?? undefined,
  }
  const query = useQuery({ ...topologyQuery(filters), placeholderData: keepPreviousData })
  useGraphView(filters)
  const { compared, error: compareError } = useCompared(filters, replay, query)
  const graph = withCompared(query.data, compared)
  const figures = useScreenFigures(view, replay.iso)
  const shown = useShownGraph(graph, view, figures.byId, graph?.window ?? SECONDS[view.window])
  const index = shown?.index
  const scope = [
    view.cluster ?? '',
    view.namespaces.join(','),
    graph?.level ?? view.level,
    view.node ?? '',
  ].join(' ')
  const layout = usePlacement(index, scope, round)
  const steps = useSteps(shown?.found.order ?? [])

  useEscape(() => {
    if (view.selected !== null) change({ selected: null })
    else if (view.focus !== null) change({ focus: null })
  })
  usePageKeys({ l: () => change({ as: view.as === 'graph' ? 'list' : 'graph' }) })
  useLookUp(shown, view, change, () => steps.step(1))

  const failed = query.error !== null
  return (
    <PastContext value={{ at: replay.at, compared }}>
      <div className="flex h-full flex-col">
        <h1 className="sr-only">Topology</h1>
        <TopologyToolbar
          view={view}
          onChange={change}
          shown={shown}
          at={steps.at}
          onStep={steps.step}
          onOpen={() => steps.goTo !== null && change({ selected: steps.goTo.id })}
          age={
            <>
              <ReplayButton replay={replay} />
              {graph !== undefined && replay.at === null && (
                <DataAge graph={graph} readAt={query.dataUpdatedAt} failed={failed} />
              )}
            </>
          }
        />
        {replay.at !== null && (
          <PastBanner
            at={replay.at}
            graph={graph}
            loading={query.isPlaceholderData || graph === undefined}
            error={query.error}
          />
        )}
        {graph !== undefined && replay.at === null && (
          <StaleBanner graph={graph} error={query.error} onRetry={() => void query.refetch()} />
        )}
        <div className="flex min-h-0 flex-1 max-md:flex-col">
          <div className="relative min-h-0 min-w-0 flex-1">
            <TopologyView
              query={query}
              shown={shown}
              layout={layout}
              scope={`${scope} ${round}`}
              view={view}
              onChange={change}
              figures={figures}
              goTo={steps.goTo}
              onLayOutAgain={() => setRound((present) => present + 1)}
            />
            {graph !== undefined && (
              <PictureNotes graph={graph} view={view} onChange={change} figures={figures} />
            )}
          </div>
          {shown !== undefined && view.selected !== null && (
            <Inspector shown={shown} view={view} figures={figures} graph={graph} onChange={change} />
          )}
        </div>
        {replay.at !== null && (
          <ReplayBar
            replay={replay}
            filters={filters}
            compared={compared}
            compareError={compareError}
            onSelect={(id) => change({ selected: id })}
          />
        )}
      </div>
    </PastContext>
  )
}
