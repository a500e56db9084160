'use client'
import { useQueries, useQuery } from '@tanstack/react-query'
import { Select } from '@/components/ui/select'
import { clustersQuery, namespacesQuery } from '@/lib/queries/clusters'
import type { ChangeView } from '../use-view-state'
import { levels, windows, type Level, type ViewState, type Window } from '../view-state'
import { CheckMenu } from './check-menu'

const windowWords: Record<Window, string> = { '1m': '1 min', '5m': '5 min', '10m': '10 min', '30m': '30 min' }
const levelWords: Record<Level, string> = {
  'versioned-app': 'Versions',
  app: 'Apps',
  service: 'Services',
  workload: 'Workloads',
}
const ALL = 'all'

/** Which clusters and namespaces, over which time, at which level. */
export function ScopeControls({ view, onChange }: { view: ViewState; onChange: ChangeView }) {
  const clusters = useQuery(clustersQuery()).data?.items ?? []
  const inView = clusters.filter(({ name }) => view.cluster === null || name === view.cluster)
  const namespaces = useNamespaces(inView.map(({ name }) => name))
  return (
    <>
      {clusters.length > 1 && (
        <Select
          label="Cluster"
          className="shrink-0 sm:hidden"
          value={view.cluster ?? ALL}
          options={[
            { value: ALL, label: 'all' },
            ...clusters.map(({ name }) => ({ value: name, label: name })),
          ]}
          onChange={(value) =>
            onChange({ cluster: value === ALL ? null : value, namespaces: [], node: null })
          }
        />
      )}
      <CheckMenu
        label="Namespaces"
        value={view.namespaces.length === 0 ? ALL : view.namespaces.join(', ')}
        options={namespaces}
        chosen={new Set(view.namespaces)}
        onChange={(next) => onChange({ namespaces: [...next].sort(), node: null })}
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
            node: null,
          })
        }
      />
    </>
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
