'use client'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { PageBody } from '@/components/ui/page-body'
import { PageHeader } from '@/components/ui/page-header'
import { QueryState } from '@/components/ui/query-state'
import { SkeletonRows } from '@/components/ui/skeleton'
import { findingsQuery } from '@/lib/queries/findings'
import { releasesQuery } from '@/lib/queries/releases'
import { rolloutsQuery } from '@/lib/queries/rollouts'
import { BlockingFindings } from './blocking-findings'
import { movingRollouts } from './moving'
import { MovingRollouts } from './moving-rollouts'
import { NoReleases } from './no-releases'
import { ReleaseCard } from './release-card'
import { WaitingList } from './waiting-list'
import { WorstServices } from './worst-services'

const LIVE_MS = 2_000

/** What is moving, is it healthy, what waits for a person. */
export function NowPage() {
  const live = useInfiniteQuery({ ...releasesQuery({ state: 'live' }), refetchInterval: LIVE_MS })
  const rollouts = useInfiniteQuery(rolloutsQuery({}, 100))
  const findings = useQuery(findingsQuery({ severity: 'blocking' }))
  const releases = live.data?.pages.flatMap(({ items }) => items) ?? []
  const others = rollouts.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <PageBody>
      <PageHeader
        title="Now"
        actions={
          <Button asChild>
            <Link href="/releases/new">New release</Link>
          </Button>
        }
      />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="min-w-0">
          <section aria-labelledby="in-flight">
            <h2 id="in-flight" className="mb-3 text-sm font-semibold text-muted">
              Releases in flight
              {releases.length > 0 && <span className="ml-2 text-text">{releases.length}</span>}
            </h2>
            <QueryState
              query={live}
              title="The releases could not be read"
              skeleton={<SkeletonRows rows={3} label="Loading the releases" />}
            >
              {() =>
                releases.length === 0 ? (
                  <NoReleases othersMove={movingRollouts(others).length > 0} />
                ) : (
                  <ul className="grid gap-4 2xl:grid-cols-2">
                    {releases.map((release) => (
                      <li key={release.id}>
                        <ReleaseCard listed={release} />
                      </li>
                    ))}
                  </ul>
                )
              }
            </QueryState>
          </section>
          <QueryState query={rollouts} title="The releases of others could not be read" skeleton={<></>}>
            {() => <MovingRollouts rollouts={others} />}
          </QueryState>
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <WaitingList />
          <BlockingFindings query={findings} />
          <WorstServices />
        </div>
      </div>
    </PageBody>
  )
}
