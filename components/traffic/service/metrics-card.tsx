'use client'
import dynamic from 'next/dynamic'
import { useMemo } from 'react'
import { Skeleton } from '@/components/ui/skeleton'
import type { ServiceDetailDto } from '@/lib/contracts/services'
import { toneColor, toneDash, versionTones } from '../version-tone'
import { toneEntries } from './tone-entries'

const ChartsPanel = dynamic(async () => (await import('@/components/charts/charts-panel')).ChartsPanel, {
  ssr: false,
  loading: () => <Skeleton className="h-96" />,
})

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
    <ChartsPanel
      service={{ cluster, namespace, name }}
      title="By version over time"
      looks={looks}
      usual={usual}
    />
  )
}
