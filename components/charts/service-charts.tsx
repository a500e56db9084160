'use client'
import { formatCount, formatPercent, formatRate } from '@/components/ui/format-number'
import type { ServiceMetricsDto } from '@/lib/contracts/services'
import { MarkerList } from './marker-list'
import { bandPoints, prepareSeries, shareFloor } from './prepare-series'
import { VersionChart } from './version-chart'

interface ServiceChartsProps {
  metrics: ServiceMetricsDto
  /** CSS colour and line style by version. */
  looks: ReadonlyMap<string, { color: string; dash: string | undefined }>
}

const CURSOR = 'service-charts'

/** Rate, success and p95 of each version over one time axis with one cursor. */
export function ServiceCharts({ metrics, looks }: ServiceChartsProps) {
  const versions = metrics.versions.map(({ version }) => ({
    version,
    ...(looks.get(version) ?? { color: 'var(--stable)', dash: undefined }),
  }))
  const success = prepareSeries(metrics.versions, ({ successShare }) => successShare)
  const shared = { versions, markers: metrics.annotations, cursor: CURSOR }
  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-6 xl:grid-cols-3">
        <VersionChart
          {...shared}
          title="Requests a second"
          kind="line"
          rows={prepareSeries(metrics.versions, ({ rate }) => rate)}
          format={formatRate}
        />
        <VersionChart
          {...shared}
          title="Success, percent"
          kind="line"
          rows={success}
          floor={shareFloor(success)}
          ceiling={100}
          format={formatPercent}
        />
        <VersionChart
          {...shared}
          title="p95, milliseconds (bucket bounds)"
          kind="band"
          rows={prepareSeries(metrics.versions, bandPoints)}
          format={formatCount}
        />
      </div>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-1 text-xs text-muted">
        {versions.map(({ version, color, dash }) => (
          <span key={version} className="inline-flex items-center gap-1.5">
            <svg aria-hidden width="18" height="8">
              <line
                x1="0"
                x2="18"
                y1="4"
                y2="4"
                stroke={color}
                strokeWidth="2.5"
                {...(dash === undefined ? {} : { strokeDasharray: dash })}
              />
            </svg>
            {version}
          </span>
        ))}
        <MarkerList markers={metrics.annotations} />
      </div>
    </div>
  )
}
