'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageBody } from '@/components/ui/page-body'
import { PageHeader } from '@/components/ui/page-header'
import { QueryState } from '@/components/ui/query-state'
import { useUrlState } from '@/components/ui/use-url-state'
import { servicesQuery } from '@/lib/queries/services'
import { ServiceFilters } from './service-filters'
import { ServicesTable } from './services-table'

/** The list of services; filters and order live in the address and are the server's work. */
export function ServicesView() {
  const [cluster] = useUrlState('cluster')
  const [namespace] = useUrlState('namespace')
  const [q] = useUrlState('q')
  const [state] = useUrlState('state')
  const [sort] = useUrlState('sort', 'name')
  const query = useInfiniteQuery(servicesQuery({ cluster, namespace, q, state, sort }))
  const filtered = [namespace, q, state].some((value) => value !== '')
  return (
    <PageBody>
      <PageHeader title="Services" />
      <ServiceFilters />
      <QueryState query={query} title="The services could not be read">
        {({ pages }) => {
          const rows = pages.flatMap(({ items }) => items)
          if (rows.length === 0) return <NoServices filtered={filtered} />
          return (
            <>
              <ServicesTable rows={rows} />
              {query.hasNextPage && (
                <Button
                  className="mt-4"
                  disabled={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  {query.isFetchingNextPage ? 'Reading…' : 'Show more'}
                </Button>
              )}
            </>
          )
        }}
      </QueryState>
    </PageBody>
  )
}

function NoServices({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <EmptyState
      title="No service fits these filters"
      todo="Take a filter away, or search for another name."
    />
  ) : (
    <EmptyState
      title="There are no services to show"
      meaning="Aviary found none in the namespaces that you may see. Traffic goes on as the routes say."
      todo="Check in Settings that the cluster is connected, and what you may see."
    />
  )
}
