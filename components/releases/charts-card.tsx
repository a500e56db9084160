'use client'
import { useQuery } from '@tanstack/react-query'
import { ServiceCharts } from '@/components/charts/service-charts'
import { Card } from '@/components/ui/card'
import { QueryState } from '@/components/ui/query-state'
import { Skeleton } from '@/components/ui/skeleton'
import { useNow } from '@/components/ui/use-now'
import type { ReleaseDto } from '@/lib/contracts/releases'
import { serviceMetricsQuery } from '@/lib/queries/services'
import { chartWindow } from './chart-window'

/** Rate, success and latency by version since the release began, with a mark at each operation. */
export function ChartsCard({ release }: { release: ReleaseDto }) {
  const now = useNow()
  const window = chartWindow(release, now)
  if (window === null) {
    return (
      <Card title="Over time">
        <p className="text-sm text-muted">
          This release ended more than a day ago; charts go back no further.
        </p>
      </Card>
    )
  }
  return <Charts release={release} window={window} />
}

const looks: Record<'stable' | 'canary', { color: string; dash: string | undefined }> = {
  stable: { color: 'var(--stable)', dash: '6 3' },
  canary: { color: 'var(--canary)', dash: undefined },
}

function Charts({ release, window }: { release: ReleaseDto; window: string }) {
  const metrics = useQuery(serviceMetricsQuery(release.service, window))
  return (
    <Card title="Over time" aside={`last ${window}, marks are operations`}>
      <QueryState
        query={metrics}
        title="The charts could not be read"
        skeleton={<Skeleton className="h-44" />}
      >
        {(data) => (
          <ServiceCharts
            metrics={data}
            looks={
              new Map([
                [release.from, looks.stable],
                [release.to, looks.canary],
              ])
            }
          />
        )}
      </QueryState>
    </Card>
  )
}
