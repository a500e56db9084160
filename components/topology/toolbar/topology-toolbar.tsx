'use client'
import { useQueries, useQuery } from '@tanstack/react-query'
import { List, Workflow } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { Select } from '@/components/ui/select'
import { clustersQuery, namespacesQuery } from '@/lib/queries/clusters'
import type { GraphIndex } from '../graph-index'
import type { ChangeView } from '../use-view-state'
import { labelKinds, levels, windows, type Level, type ViewState, type Window } from '../view-state'
import { CheckMenu } from './check-menu'
import { FindBox } from './find-box'

const windowWords: Record<Window, string> = { '1m': '1 min', '5m': '5 min', '10m': '10 min', '30m': '30 min' }
const levelWords: Record<Level, string> = {
  'versioned-app': 'Versions',
  app: 'Apps',
  service: 'Services',
  workload: 'Workloads',
}
const ALL = 'all'

interface ToolbarProps {
  view: ViewState
  onChange: ChangeView
  index: GraphIndex | undefined
  age: ReactNode
}

/** What is shown, over which time, with which labels; all of it lands in the address. */
export function TopologyToolbar({ view, onChange, index, age }: ToolbarProps) {
  const clusters = useQuery(clustersQuery()).data?.items ?? []
  const inView = clusters.filter(({ name }) => view.cluster === null || name === view.cluster)
  const namespaces = useNamespaces(inView.map(({ name }) => name))
  const chosen = new Set(view.namespaces)
  const graph = view.as === 'graph'
  return (
    <div
      role="group"
      aria-label="View"
      className="flex flex-col gap-2 border-b border-line bg-panel px-3 py-2 md:flex-row md:flex-wrap md:items-center"
    >
      <div className="flex items-center gap-2 overflow-x-auto max-md:order-2 md:contents">
        {clusters.length > 1 && (
          <Select
            label="Cluster"
            className="shrink-0 sm:hidden"
            value={view.cluster ?? ALL}
            options={[
              { value: ALL, label: 'all' },
              ...clusters.map(({ name }) => ({ value: name, label: name })),
            ]}
            onChange={(value) => onChange({ cluster: value === ALL ? null : value, namespaces: [] })}
          />
        )}
        <CheckMenu
          label="Namespaces"
          value={view.namespaces.length === 0 ? ALL : view.namespaces.join(', ')}
          options={namespaces}
          chosen={chosen}
          onChange={(next) => onChange({ namespaces: [...next].sort() })}
          empty="No namespace that you may see."
        />
        <Select
          label="Window"
          className="shrink-0"
          value={view.window}
          options={windows.map((value) => ({ value, label: windowWords[value] }))}
          onChange={(value) => onChange({ window: windows.find((known) => known === value) ?? '1m' })}
        />
        <Select
          label="Level"
          className="shrink-0"
          value={view.level}
          options={levels.map((value) => ({ value, label: levelWords[value] }))}
          onChange={(value) =>
            onChange({
              level: levels.find((known) => known === value) ?? 'versioned-app',
              selected: null,
              focus: null,
            })
          }
        />
        <CheckMenu
          label="Labels"
          value={labelKinds.filter((kind) => view.labels.has(kind)).join(', ') || 'none'}
          options={labelKinds.map((value) => ({ value, label: value }))}
          chosen={view.labels}
          onChange={(next) => onChange({ labels: new Set(labelKinds.filter((kind) => next.has(kind))) })}
        />
      </div>
      <div className="flex items-center gap-2 md:flex-1">
        <FindBox index={index} onFound={(id) => onChange({ selected: id, as: 'graph' })} />
        <Button className="h-8 shrink-0 px-2.5" onClick={() => onChange({ as: graph ? 'list' : 'graph' })}>
          {graph ? <List className="size-4" aria-hidden /> : <Workflow className="size-4" aria-hidden />}
          {graph ? 'List' : 'Graph'}
        </Button>
      </div>
      {age}
    </div>
  )
}

/** The namespaces of all clusters in view, once each. */
function useNamespaces(clusters: readonly string[]) {
  const answers = useQueries({ queries: clusters.map((name) => namespacesQuery(name)) })
  const services = new Map<string, number>()
  for (const { data } of answers) {
    for (const { name, services: count } of data?.items ?? []) {
      services.set(name, (services.get(name) ?? 0) + count)
    }
  }
  return [...services]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([value, count]) => ({ value, label: value, note: `${count} services` }))
}
