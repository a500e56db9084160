'use client'
import { useMemo } from 'react'
import { LazyChartsPanel } from '@/components/charts/lazy-charts'
import type { ServiceDetailDto } from '@/lib/contracts/services'
import { toneColor, toneDash, versionTones } from '../version-tone'
import { toneEntries } from './tone-entries'

const usual = { window: '15m' }

/** Charts by version over a chosen stretch of time. */
export function MetricsCard({ service }: { service: ServiceDetailDto }) {
  const { cluster, namespace, name } = service
  // The service is read every few seconds; charts are drawn again only when a colour changes.
  const tones = JSON.stringify([...versionTones(toneEntries(service))])
  const looks = useMemo(
    () =>
      new Map(
        (JSON.parse(tones) as [string, Parameters<typeof toneColor>[0]][]).map(([version, tone]) => [
          version,
          { color: toneColor(tone), dash: toneDash(tone) },
        ]),
      ),
    [tones],
  )
  return (
    <LazyChartsPanel
      service={{ cluster, namespace, name }}
      title="By version over time"
      looks={looks}
      usual={usual}
    />
  )
}
