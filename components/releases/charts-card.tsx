'use client'
import { useMemo } from 'react'
import { LazyChartsPanel } from '@/components/charts/lazy-charts'
import { useNow } from '@/components/ui/use-now'
import type { ReleaseDto } from '@/lib/contracts/releases'
import { chartWindow } from './chart-window'

const stable = { color: 'var(--stable)', dash: '6 3' }
const canary = { color: 'var(--canary)', dash: undefined }

/** Traffic and use by version while the release runs or ran, with a mark for all that happened. */
export function ChartsCard({ release }: { release: ReleaseDto }) {
  const { from, to, service } = release
  const now = useNow()
  const looks = useMemo(
    () =>
      new Map<string, { color: string; dash: string | undefined }>([
        [from, stable],
        [to, canary],
      ]),
    [from, to],
  )
  if (now === 0) return null
  return (
    <LazyChartsPanel service={service} title="Over time" looks={looks} usual={chartWindow(release, now)} />
  )
}
