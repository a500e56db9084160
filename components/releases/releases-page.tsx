'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter, useSearchParams } from 'next/navigation'
import { LiveRollouts } from '@/components/rollouts/live-rollouts'
import { RolloutsTab } from '@/components/rollouts/rollouts-tab'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageBody } from '@/components/ui/page-body'
import { PageHeader } from '@/components/ui/page-header'
import { QueryState } from '@/components/ui/query-state'
import { Select } from '@/components/ui/select'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs'
import { useNow } from '@/components/ui/use-now'
import { useUrlState } from '@/components/ui/use-url-state'
import { releasesQuery } from '@/lib/queries/releases'
import {
  ALL,
  filtersOf,
  queryOf,
  sinceChoices,
  stateChoices,
  withFilter,
  type ListFilters,
} from './list-filters'
import { ReleaseTable } from './release-table'
import { ServiceField } from './service-field'

/** Releases: those that Aviary runs, and beside them those that others run. */
export function ReleasesPage() {
  const [tab, setTab] = useUrlState('tab', 'aviary')
  return (
    <PageBody>
      <PageHeader
        title="Releases"
        actions={
          <Button asChild variant="next">
            <Link href="/releases/new">New release</Link>
          </Button>
        }
      />
      <Tabs value={tab === 'others' ? 'others' : 'aviary'} onValueChange={setTab}>
        <TabsList aria-label="Whose releases">
          <TabsTrigger value="aviary">Run by Aviary</TabsTrigger>
          <TabsTrigger value="others" data-testid="tab-others">
            Run by others
            <LiveRollouts />
          </TabsTrigger>
        </TabsList>
        <TabsContent value="aviary">
          <OwnReleases />
        </TabsContent>
        <TabsContent value="others">
          <RolloutsTab />
        </TabsContent>
      </Tabs>
    </PageBody>
  )
}

/** All releases of Aviary, newest first, with filters that live in the address. */
function OwnReleases() {
  const router = useRouter()
  const filters = filtersOf(new URLSearchParams(useSearchParams()))
  const set = (change: Partial<ListFilters>) => router.replace(withFilter(filters, change), { scroll: false })
  const now = useNow()
  const query = useInfiniteQuery({
    ...releasesQuery(queryOf(filters, now), 50),
    // Without the time nothing relative can be asked for.
    enabled: filters.since === ALL || now !== 0,
  })
  const filtered = filters.state !== ALL || filters.service !== '' || filters.since !== ALL
  return (
    <>
      <div role="group" aria-label="Filters" className="mb-4 flex flex-wrap items-center gap-2">
        <Select
          label="State"
          value={filters.state}
          options={stateChoices}
          onChange={(state) => set({ state })}
        />
        <Select
          label="Started"
          value={filters.since}
          options={sinceChoices}
          onChange={(since) => set({ since })}
        />
        <div className="w-64 max-w-full">
          <ServiceField
            label="Service"
            placeholder="All services"
            value={filters.service}
            onChange={(service) => set({ service })}
          />
        </div>
        {filtered && (
          <Button variant="ghost" size="sm" onClick={() => router.replace('/releases', { scroll: false })}>
            Show all
          </Button>
        )}
      </div>
      <QueryState query={query} title="The releases could not be read">
        {({ pages }) => {
          const releases = pages.flatMap(({ items }) => items)
          if (releases.length === 0) return filtered ? <NoneMatches /> : <NoneYet />
          return (
            <>
              <ReleaseTable releases={releases} />
              {query.hasNextPage && (
                <div className="mt-4 flex justify-center">
                  <Button onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
                    {query.isFetchingNextPage ? 'Loading…' : 'Older releases'}
                  </Button>
                </div>
              )}
            </>
          )
        }}
      </QueryState>
    </>
  )
}

function NoneMatches() {
  return (
    <EmptyState
      title="No release matches"
      todo="Widen the filters, or show all."
      action={
        <Button asChild>
          <Link href="/releases">Show all</Link>
        </Button>
      }
    />
  )
}

function NoneYet() {
  return (
    <EmptyState
      title="Nothing has been released yet"
      meaning="A release moves a service from one version to the next in steps, and keeps the evidence."
      action={
        <Button asChild variant="next">
          <Link href="/releases/new">Start the first release</Link>
        </Button>
      }
    />
  )
}
