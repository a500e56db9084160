'use client'
import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { QueryState } from '@/components/ui/query-state'
import { Select } from '@/components/ui/select'
import { Skeleton } from '@/components/ui/skeleton'
import { useUrlState } from '@/components/ui/use-url-state'
import type { ServiceDetailDto } from '@/lib/contracts/services'
import { serviceMetricsQuery } from '@/lib/queries/services'
import { toneColor, toneDash, versionTones } from '../version-tone'
import { toneEntries } from './tone-entries'

const ServiceCharts = dynamic(
  async () => (await import('@/components/charts/service-charts')).ServiceCharts,
  {
    ssr: false,
    loading: () => <Skeleton className="h-44" />,
  },
)

const windows = [
  { value: '15m', label: '15 min' },
  { value: '30m', label: '30 min' },
  { value: '3h', label: '3 h' },
  { value: '24h', label: '24 h' },
]

/** Charts by version over a chosen window. */
export function MetricsCard({ service }: { service: ServiceDetailDto }) {
  const [window, setWindow] = useUrlState('window', '30m')
  const { cluster, namespace, name } = service
  const query = useQuery(serviceMetricsQuery({ cluster, namespace, name }, window))
  const tones = versionTones(toneEntries(service))
  const looks = new Map(
    [...tones].map(([version, tone]) => [version, { color: toneColor(tone), dash: toneDash(tone) }]),
  )
  return (
    <Card
      title="By version over time"
      aside={
        <Select
          label="Window"
          value={window}
          onChange={setWindow}
          options={windows}
          className="h-7 text-xs"
        />
      }
    >
      <QueryState
        query={query}
        title="The charts could not be read"
        meaning="Traffic is not touched by this, and the split can still be moved; it just can't be verified."
        skeleton={<Skeleton className="h-44" />}
      >
        {(metrics) =>
          metrics.versions.length === 0 ? (
            <EmptyState
              title="Nothing was measured in this window"
              meaning="No requests reached this service, or its proxies are not scraped."
              todo="Choose a longer window, or check the metrics source in Settings."
            />
          ) : (
            <ServiceCharts metrics={metrics} looks={looks} />
          )
        }
      </QueryState>
    </Card>
  )
}
