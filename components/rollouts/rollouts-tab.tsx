'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ServiceField } from '@/components/releases/service-field'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { QueryState } from '@/components/ui/query-state'
import { Select } from '@/components/ui/select'
import { useUrlState } from '@/components/ui/use-url-state'
import { rolloutsQuery } from '@/lib/queries/rollouts'
import { RolloutTable } from './rollout-table'

const NEWS = 'news'
const choices = [
  { value: NEWS, label: 'live, or of the last hour' },
  { value: 'all', label: 'all' },
] as const

/** Releases that Aviary does not run, with filters that live in the address. */
export function RolloutsTab() {
  const [service, setService] = useUrlState('service')
  const [which, setWhich] = useUrlState('which', NEWS)
  const all = which === 'all'
  const query = useInfiniteQuery(
    rolloutsQuery({ ...(service === '' ? {} : { service }), ...(all ? { all: true } : {}) }, 50),
  )
  return (
    <>
      <div role="group" aria-label="Filters" className="mb-4 flex flex-wrap items-center gap-2">
        <Select label="Show" value={all ? 'all' : NEWS} options={choices} onChange={setWhich} />
        <div className="w-64 max-w-full">
          <ServiceField label="Service" placeholder="All services" value={service} onChange={setService} />
        </div>
      </div>
      <QueryState query={query} title="The releases of others could not be read">
        {({ pages }) => {
          const rollouts = pages.flatMap(({ items }) => items)
          if (rollouts.length === 0) return <None all={all} service={service} onAll={() => setWhich('all')} />
          return (
            <>
              <RolloutTable rollouts={rollouts} />
              {query.hasNextPage && (
                <div className="mt-4 flex justify-center">
                  <Button onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
                    {query.isFetchingNextPage ? 'Loading…' : 'Show more'}
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

function None({ all, service, onAll }: { all: boolean; service: string; onAll: () => void }) {
  return (
    <EmptyState
      title={service === '' ? 'Nobody else releases anything now' : 'Nobody else releases this service now'}
      meaning="What pipelines, Argo Rollouts and Flagger change appears here: Deployments that replace their pods, Rollouts and Canaries, while they are under way and for an hour after."
      {...(all
        ? { todo: 'Only workloads whose pods a Service leads to are shown.' }
        : { action: <Button onClick={onAll}>Show those that ended long ago</Button> })}
    />
  )
}
