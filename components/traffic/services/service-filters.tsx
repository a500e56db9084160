'use client'
import { useQueries, useQuery } from '@tanstack/react-query'
import { SearchField } from '@/components/ui/search-field'
import { Select } from '@/components/ui/select'
import { useUrlState } from '@/components/ui/use-url-state'
import { clustersQuery, namespacesQuery } from '@/lib/queries/clusters'

const ANY = 'any'
const states = [
  { value: ANY, label: 'any' },
  { value: 'releasing', label: 'in a release' },
  { value: 'failing', label: '▲ failing' },
  { value: 'degraded', label: '◆ degraded' },
  { value: 'ok', label: '● ok' },
  { value: 'unknown', label: '○ too little traffic' },
]
const sorts = [
  { value: 'name', label: 'name' },
  { value: 'health', label: 'health, worst first' },
  { value: 'rate', label: 'rate, highest first' },
]

/** Search, namespace, state and order of the list. */
export function ServiceFilters() {
  const [cluster] = useUrlState('cluster')
  const [q, setQ] = useUrlState('q')
  const [namespace, setNamespace] = useUrlState('namespace', ANY)
  const [state, setState] = useUrlState('state', ANY)
  const [sort, setSort] = useUrlState('sort', 'name')
  const clusters = useQuery(clustersQuery())
  const shown = (clusters.data?.items ?? []).filter(({ name }) => cluster === '' || name === cluster)
  const namespaces = useQueries({ queries: shown.map(({ name }) => namespacesQuery(name)) })
  const names = new Set(namespaces.flatMap(({ data }) => data?.items.map(({ name }) => name) ?? []))
  if (namespace !== ANY) names.add(namespace)
  return (
    <div className="mb-4 flex flex-wrap gap-2">
      <SearchField label="Search services" placeholder="Search services" value={q} onSearch={setQ} />
      <Select
        label="Namespace"
        value={namespace}
        onChange={setNamespace}
        options={[
          { value: ANY, label: 'any' },
          ...[...names].sort().map((name) => ({ value: name, label: name })),
        ]}
      />
      <Select label="State" value={state} onChange={setState} options={states} />
      <Select label="Order" value={sort} onChange={setSort} options={sorts} />
    </div>
  )
}
