'use client'
import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { formatDuration } from '@/components/ui/format-time'
import { QueryState } from '@/components/ui/query-state'
import { SkeletonRows } from '@/components/ui/skeleton'
import type { ClusterDto } from '@/lib/contracts/services'
import { clustersQuery } from '@/lib/queries/clusters'
import type { IdentityMode } from '@/lib/domain/kubernetes/identity'
import { identityWords } from './identity-words'
import { PrometheusCost } from './prometheus-cost'
import { readinessQuery } from './readiness'
import { StateMark } from './state-mark'

/** Clusters, metrics and database: whether Aviary reaches them, how fresh what it knows is, and as whom it acts. */
export function Connections({ identity }: { identity: IdentityMode }) {
  const clusters = useQuery(clustersQuery())
  const { title, meaning } = identityWords(identity)
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <div className="flex flex-col gap-4">
        <QueryState
          query={clusters}
          title="The clusters could not be read"
          skeleton={<SkeletonRows rows={2} />}
        >
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState
                title="No cluster that you may see"
                meaning="None of your groups is granted anything on a cluster."
              />
            ) : (
              <ul className="flex flex-col gap-4" aria-label="Clusters">
                {items.map((cluster) => (
                  <li key={cluster.name}>
                    <Cluster cluster={cluster} />
                  </li>
                ))}
              </ul>
            )
          }
        </QueryState>
        <Card
          title="As whom Aviary acts in the cluster"
          aside={<code className="font-mono">{identity}</code>}
        >
          <p className="text-base font-semibold">{title}</p>
          <p className="mt-1 max-w-prose text-sm text-muted">{meaning}</p>
        </Card>
      </div>
      <div className="flex flex-col gap-4">
        <Dependencies />
        {clusters.data?.metrics !== undefined && <PrometheusCost metrics={clusters.data.metrics} />}
      </div>
    </div>
  )
}

function Cluster({ cluster }: { cluster: z.infer<typeof ClusterDto> }) {
  const { name, connected, synced, cacheAge, detail, dataPlanes } = cluster
  const state = !connected ? 'failing' : synced ? 'ok' : 'degraded'
  const words = { ok: 'connected, in step', degraded: 'connected, still reading', failing: 'not connected' }[
    state
  ]
  return (
    <Card
      title={`Cluster ${name}`}
      aside={<StateMark state={state}>{words}</StateMark>}
      data-testid="settings-cluster"
    >
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-5 gap-y-1.5 text-sm">
        <dt className="text-muted">What Aviary knows of it is</dt>
        <dd>{formatDuration(cacheAge)} old</dd>
        <dt className="text-muted">Data planes found</dt>
        <dd className="flex flex-wrap gap-1.5">
          {dataPlanes.length === 0 ? 'none' : dataPlanes.map((plane) => <Badge key={plane}>{plane}</Badge>)}
        </dd>
      </dl>
      {detail !== undefined && <p className="mt-2 text-sm break-words">{detail}</p>}
      {state !== 'ok' && (
        <p className="mt-2 text-sm text-muted">
          Traffic goes on as the routes say. Aviary tries again by itself; until then it shows what it last
          knew, and moves are refused rather than guessed. kubectl still works.
        </p>
      )}
    </Card>
  )
}

function Dependencies() {
  const query = useQuery(readinessQuery())
  return (
    <Card title="Metrics and database">
      <QueryState
        query={query}
        title="The state of the server could not be read"
        skeleton={<SkeletonRows rows={2} />}
      >
        {({ dependencies }) => {
          const { metrics, database, start } = dependencies
          return (
            <div className="flex flex-col gap-3">
              {start !== undefined && <Dependency name="Start" ok={false} detail={start.detail} meaning="" />}
              {metrics !== undefined && (
                <Dependency
                  name="Prometheus"
                  ok={metrics.ok}
                  detail={metrics.detail}
                  meaning="Without it no split can be verified and releases hold; moves and aborts still work."
                />
              )}
              {database !== undefined && (
                <Dependency
                  name="Postgres"
                  ok={database.ok}
                  detail={database.detail}
                  meaning="Without it nothing can be moved from here, since nothing could be recorded."
                />
              )}
            </div>
          )
        }}
      </QueryState>
    </Card>
  )
}

function Dependency(props: { name: string; ok: boolean; detail: string | undefined; meaning: string }) {
  const { name, ok, detail, meaning } = props
  return (
    <div data-testid={`settings-${name.toLowerCase()}`}>
      <p className="flex flex-wrap items-center justify-between gap-x-4">
        <span className="text-base font-semibold">{name}</span>
        <StateMark state={ok ? 'ok' : 'failing'}>{ok ? 'answers' : 'does not answer'}</StateMark>
      </p>
      {detail !== undefined && <p className="text-sm break-words">{detail}</p>}
      {meaning !== '' && <p className="text-sm text-muted">{meaning}</p>}
    </div>
  )
}
