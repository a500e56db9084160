'use client'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { QueryState } from '@/components/ui/query-state'
import { Select } from '@/components/ui/select'
import { Skeleton } from '@/components/ui/skeleton'
import { serviceLinksQuery, serviceMetricsQuery, type ServiceRef } from '@/lib/queries/services'
import { ChartMenu } from './chart-menu'
import { quantiles } from './prepare-series'
import { between, choiceOf, scaled, shifted, type SpanChoice, type Stretch } from './prepare-span'
import { ServiceCharts, type ChartKey } from './service-charts'
import { SpanPicker } from './span-picker'
import { useChartSpan, useQuantile } from './use-chart-span'

interface ChartsPanelProps {
  service: ServiceRef
  title: string
  looks: ReadonlyMap<string, { color: string; dash: string | undefined }>
  /** What is shown while the address chooses nothing. */
  usual: SpanChoice
}

/** The charts of a service with what chooses their time, their figures as files, and links to other tools. */
export function ChartsPanel({ service, title, looks, usual }: ChartsPanelProps) {
  const [choice, setChoice] = useChartSpan(usual)
  const [quantile, setQuantile] = useQuantile()
  const query = useQuery(serviceMetricsQuery(service, choice))
  const links = useQuery(serviceLinksQuery(service, choice))
  const shown = useMemo(
    (): Stretch | null =>
      query.data === undefined ? null : { from: Date.parse(query.data.from), to: Date.parse(query.data.to) },
    [query.data],
  )
  const show = (stretch: Stretch) => setChoice(choiceOf(stretch))
  const act = (key: ChartKey, about?: number) => {
    if (key === 'reset') setChoice(null)
    if (shown === null || key === 'reset') return
    const now = Date.now()
    if (key === 'earlier' || key === 'later') show(shifted(shown, key === 'earlier' ? -0.5 : 0.5, now))
    else show(scaled(shown, key === 'in' ? 0.5 : 2, about ?? (shown.from + shown.to) / 2, now))
  }
  const zoom = (one: number, other: number) => show(between(one, other, Date.now()))
  return (
    <Card
      title={title}
      data-testid="charts"
      aside={
        <div className="flex flex-wrap items-center gap-1">
          <SpanPicker
            choice={choice}
            shown={shown}
            changed={!('window' in choice) && choice !== usual}
            onWindow={(window) => setChoice('window' in usual && window === usual.window ? null : { window })}
            onStretch={show}
            onKey={act}
          />
          <Select
            label="Latency"
            value={quantile}
            onChange={setQuantile}
            options={quantiles.map((name) => ({ value: name, label: name }))}
            className="h-7 text-xs"
          />
          <ChartMenu service={service} metrics={query.data} links={links.data?.items ?? []} />
        </div>
      }
    >
      <QueryState
        query={query}
        title="The charts could not be read"
        meaning="Traffic is not touched by this, and the split can still be moved; it just can't be verified."
        skeleton={<Skeleton className="h-96" />}
      >
        {(metrics) =>
          metrics.versions.length === 0 && metrics.saturation.versions.length === 0 ? (
            <EmptyState
              title="Nothing was measured in this window"
              meaning="No requests reached this service, or its proxies are not scraped."
              todo="Choose a longer window, or check the metrics source in Settings."
            />
          ) : (
            <ServiceCharts
              metrics={metrics}
              looks={looks}
              quantile={quantile}
              page={`/services/${service.cluster}/${service.namespace}/${service.name}`}
              onZoom={zoom}
              onKey={act}
            />
          )
        }
      </QueryState>
    </Card>
  )
}
