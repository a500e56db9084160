'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Card } from '@/components/ui/card'
import { QueryState } from '@/components/ui/query-state'
import { rolloutsQuery } from '@/lib/queries/rollouts'
import { serviceParam, type ServiceRef } from '@/lib/queries/services'
import { RolloutMiniCard } from './rollout-mini-card'

/** What others roll out on a service: while it is live, and for an hour after; else nothing. */
export function ServiceRollouts({ service }: { service: ServiceRef }) {
  const query = useInfiniteQuery(rolloutsQuery({ service: serviceParam(service) }, 20))
  return (
    <QueryState query={query} title="The rollouts of this service could not be read" skeleton={<></>}>
      {({ pages }) => {
        const rollouts = pages.flatMap(({ items }) => items)
        if (rollouts.length === 0) return null
        return (
          <Card
            title={rollouts.length === 1 ? 'Rollout' : 'Rollouts'}
            aside="Not a release of Aviary"
            data-testid="service-rollouts"
          >
            <ul className="flex flex-col divide-y divide-line">
              {rollouts.map((rollout) => (
                <li key={rollout.id} className="py-3 first:pt-0 last:pb-0">
                  <RolloutMiniCard rollout={rollout} within />
                </li>
              ))}
            </ul>
          </Card>
        )
      }}
    </QueryState>
  )
}
