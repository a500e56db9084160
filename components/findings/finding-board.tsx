'use client'
import { useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { Button } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'
import { QueryState } from '@/components/ui/query-state'
import { Select } from '@/components/ui/select'
import type { FindingDto } from '@/lib/contracts/common'
import { cn } from '@/lib/cn'
import { clustersQuery, namespacesQuery } from '@/lib/queries/clusters'
import { findingsQuery, type FindingFilters } from '@/lib/queries/findings'
import { servicesQuery } from '@/lib/queries/services'
import { FindingCard } from './finding-card'
import { findingFiltersOf, findingSearch, severities, severitySigns } from './finding-filters'
import { NothingFound } from './nothing-found'
import type { NamedService } from './service-of-object'

const ALL = '*'

/** All open problems by severity. */
export function FindingBoard() {
  const router = useRouter()
  const pathname = usePathname()
  const filters = findingFiltersOf(useSearchParams())
  const query = useQuery(findingsQuery(filters))
  const services = useInfiniteQuery(servicesQuery({}, 500)).data?.pages.flatMap(({ items }) => items) ?? []
  const go = (next: FindingFilters) => router.push(`${pathname}${findingSearch(next)}`, { scroll: false })
  const filtered = findingSearch(filters) !== ''
  return (
    <>
      <PageHeader title="Findings" qualifier="problems that are open now, the worst first" />
      <div className="mb-4 flex flex-wrap items-center gap-2" role="group" aria-label="Filter the findings">
        <Select
          label="Severity"
          value={filters.severity ?? ALL}
          options={[{ value: ALL, label: 'all' }, ...severities.map((value) => ({ value, label: value }))]}
          onChange={(value) => go({ ...filters, severity: value === ALL ? undefined : value })}
        />
        <NamespaceSelect filters={filters} onChange={go} />
        {filtered && (
          <Button variant="ghost" size="sm" onClick={() => go({})}>
            Clear
          </Button>
        )}
      </div>
      <QueryState query={query} title="The findings could not be read">
        {({ items }) =>
          items.length === 0 ? (
            <NothingFound filtered={filtered} />
          ) : (
            <div className="flex flex-col gap-6">
              {severities.map((severity) => (
                <Group
                  key={severity}
                  severity={severity}
                  findings={items.filter((finding) => finding.severity === severity)}
                  services={services}
                />
              ))}
            </div>
          )
        }
      </QueryState>
    </>
  )
}

function Group(props: {
  severity: FindingDto['severity']
  findings: readonly FindingDto[]
  services: readonly NamedService[]
}) {
  const { severity, findings, services } = props
  if (findings.length === 0) return null
  const { glyph, className, title, meaning } = severitySigns[severity]
  return (
    <section aria-labelledby={`findings-${severity}`} data-testid={`findings-${severity}`}>
      <h2 id={`findings-${severity}`} className="mb-2 flex flex-wrap items-baseline gap-x-2 text-sm">
        <span aria-hidden className={className}>
          {glyph}
        </span>
        <span className={cn('font-semibold', className)}>
          {title}, {findings.length}
        </span>
        <span className="text-muted">{meaning}</span>
      </h2>
      <ul className="grid gap-2.5 xl:grid-cols-2">
        {findings.map((finding) => (
          <FindingCard
            key={JSON.stringify([finding.code, finding.title, finding.objects])}
            finding={finding}
            services={services}
          />
        ))}
      </ul>
    </section>
  )
}

function NamespaceSelect(props: { filters: FindingFilters; onChange: (filters: FindingFilters) => void }) {
  const { filters, onChange } = props
  const clusters = useQuery(clustersQuery()).data?.items ?? []
  const wanted = clusters.filter(({ name }) => filters.cluster === undefined || filters.cluster === name)
  const answers = useQueries({ queries: wanted.map(({ name }) => namespacesQuery(name)) })
  const names = answers.flatMap(({ data }) => data?.items.map(({ name }) => name) ?? [])
  const chosen = filters.namespace === undefined ? [] : [filters.namespace]
  const options = [...new Set([...names, ...chosen])].sort()
  return (
    <Select
      label="Namespace"
      value={filters.namespace ?? ALL}
      options={[{ value: ALL, label: 'all' }, ...options.map((value) => ({ value, label: value }))]}
      onChange={(value) => onChange({ ...filters, namespace: value === ALL ? undefined : value })}
    />
  )
}
