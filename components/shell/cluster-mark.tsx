'use client'
import { useQuery } from '@tanstack/react-query'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { Select } from '@/components/ui/select'
import { clustersQuery } from '@/lib/queries/clusters'

const ALL = 'all'
const filtered = ['/topology', '/services', '/findings']

/** The cluster in view: its name when there is one, a choice that lands in the address when there are several. */
export function ClusterMark() {
  const { data } = useQuery(clustersQuery())
  const pathname = usePathname()
  const router = useRouter()
  const search = useSearchParams()
  const clusters = data?.items ?? []
  const [only] = clusters
  if (only === undefined) return null
  if (clusters.length === 1) {
    return (
      <span
        className="hidden h-8 items-center gap-2 rounded-md border border-line-strong px-2.5 text-sm whitespace-nowrap sm:inline-flex"
        title={only.detail ?? (only.connected ? 'Connected' : 'Not connected')}
      >
        <span className="text-muted">Cluster</span>
        <span className="font-medium">{only.name}</span>
        {!only.connected && <span className="text-failing">▲ not connected</span>}
      </span>
    )
  }
  const choose = (cluster: string) => {
    const target = filtered.includes(pathname) ? pathname : '/services'
    const next = new URLSearchParams(target === pathname ? search : undefined)
    if (cluster === ALL) next.delete('cluster')
    else next.set('cluster', cluster)
    router.push(`${target}?${next.toString()}`)
  }
  return (
    <Select
      label="Cluster"
      className="hidden sm:inline-flex"
      value={search.get('cluster') ?? ALL}
      onChange={choose}
      options={[{ value: ALL, label: 'all' }, ...clusters.map(({ name }) => ({ value: name, label: name }))]}
    />
  )
}
