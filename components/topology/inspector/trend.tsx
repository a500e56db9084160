'use client'
import { useQuery } from '@tanstack/react-query'
import { Sparkline } from '@/components/charts/sparkline'
import { VersionChip } from '@/components/traffic/version-chip'
import { toneEntries } from '@/components/traffic/service/tone-entries'
import { versionTones } from '@/components/traffic/version-tone'
import { formatPercent, formatRate } from '@/components/ui/format-number'
import { formatExact } from '@/components/ui/format-time'
import type { ServiceDetailDto, ServiceMetricsDto } from '@/lib/contracts/services'
import { serviceMetricsQuery } from '@/lib/queries/services'
import { Section } from './section'

const span = { window: '30m' }

/** Rate and errors of each version over the last half hour, as lines without axes; the service's page has the charts. */
export function Trend({ service }: { service: ServiceDetailDto }) {
  const { cluster, namespace, name } = service
  const { data } = useQuery(serviceMetricsQuery({ cluster, namespace, name }, span))
  const versions = data?.versions.filter(({ rate }) => rate.some(({ value }) => value !== null)) ?? []
  if (versions.length === 0) return null
  const tones = versionTones(toneEntries(service))
  return (
    <Section title="Last 30 minutes" aside="rate, errors">
      <ul className="flex flex-col gap-1.5">
        {versions.map((series) => {
          const rate = known(series.rate)
          const errors = known(series.successShare).map((share) => 100 - share)
          const { version } = series
          const until = series.rate.at(-1)?.at
          return (
            <li
              key={version}
              className="grid grid-cols-[minmax(0,1fr)_auto_auto] items-center gap-x-3 text-xs text-muted"
              title={until === undefined ? undefined : `until ${formatExact(until)}`}
            >
              <VersionChip version={version} tone={tones.get(version) ?? 'stable'} />
              <Line
                values={rate}
                label={`Rate of ${version}`}
                last={`${formatRate(rate.at(-1) ?? null)} rps`}
              />
              <Line
                values={errors}
                label={`Errors of ${version}`}
                last={errors.length === 0 ? '–' : formatPercent(errors.at(-1) ?? 0)}
              />
            </li>
          )
        })}
      </ul>
    </Section>
  )
}

function Line({ values, label, last }: { values: readonly number[]; label: string; last: string }) {
  return (
    <span className="flex items-center gap-1.5">
      <Sparkline values={values} label={`${label}, now ${last}`} className="h-5 w-16" />
      <span className="w-14 text-right whitespace-nowrap">{last}</span>
    </span>
  )
}

function known(points: ServiceMetricsDto['versions'][number]['rate']): number[] {
  return points.flatMap(({ value }) => (value === null ? [] : [value]))
}
