'use client'
import { lazyPart } from '@/components/ui/lazy-part'
import { Skeleton } from '@/components/ui/skeleton'

// What draws charts is larger than what a page needs to be read and acted on.

/** `ChartsPanel`, loaded when it is shown. */
export const LazyChartsPanel = lazyPart(async () => (await import('./charts-panel')).ChartsPanel, {
  title: 'The charts could not be loaded',
  waiting: <Skeleton className="h-96" />,
})

/** `RatioBandChart`, loaded when it is shown. */
export const LazyRatioBandChart = lazyPart(async () => (await import('./ratio-band-chart')).RatioBandChart, {
  title: 'The chart could not be loaded',
  waiting: <Skeleton className="h-16" />,
})
