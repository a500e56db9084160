'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { MiniSplit } from '@/components/traffic/split-bar/mini-split'
import { formatRate } from '@/components/ui/format-number'
import { Health } from '@/components/ui/health'
import { QueryState } from '@/components/ui/query-state'
import { SkeletonRows } from '@/components/ui/skeleton'
import { servicesQuery } from '@/lib/queries/services'

const SHOWN = 5

/** The services in the worst health, the worst first. */
export function WorstServices() {
  const query = useInfiniteQuery(servicesQuery({ sort: 'health' }, SHOWN))
  return (
    <section aria-labelledby="worst">
      <h2 id="worst" className="mb-2 text-sm font-semibold text-muted">
        Services, worst first
      </h2>
      <QueryState
        query={query}
        title="The services could not be read"
        skeleton={<SkeletonRows rows={SHOWN} label="Loading the services" />}
      >
        {({ pages }) => {
          const rows = pages.flatMap(({ items }) => items).slice(0, SHOWN)
          if (rows.length === 0) {
            return <p className="text-sm text-muted">No service is seen. Settings shows the connections.</p>
          }
          return (
            <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-panel">
              {rows.map(({ cluster, namespace, name, health, rate, split }) => (
                <li key={`${cluster}/${namespace}/${name}`}>
                  <Link
                    href={`/services/${cluster}/${namespace}/${name}`}
                    className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1 px-4 py-2.5 text-sm hover:bg-stable-soft"
                  >
                    <span className="truncate font-medium">
                      {name} <span className="font-normal text-muted">{namespace}</span>
                    </span>
                    <Health health={health} className="justify-self-end text-xs" />
                    <span className="truncate text-xs text-muted">
                      {health.state === 'ok' || health.state === 'unknown'
                        ? `${formatRate(rate)} requests a second`
                        : health.reason}
                    </span>
                    {split.length > 1 && <MiniSplit split={split} className="w-24 self-center" />}
                  </Link>
                </li>
              ))}
            </ul>
          )
        }}
      </QueryState>
      <p className="mt-2 text-sm">
        <Link
          className="text-muted underline underline-offset-2 hover:text-text"
          href="/services?sort=health"
        >
          All services
        </Link>
      </p>
    </section>
  )
}
