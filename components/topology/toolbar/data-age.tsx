'use client'
import { formatDuration, formatExact } from '@/components/ui/format-time'
import { useNow } from '@/components/ui/use-now'
import { cn } from '@/lib/cn'
import type { GraphDto } from '@/lib/contracts/topology'

/** "metrics 2 s old": the age of the samples behind every figure, with their source on hover. */
export function DataAge({ graph, readAt, failed }: { graph: GraphDto; readAt: number; failed: boolean }) {
  const now = useNow()
  const since = now === 0 ? 0 : Math.max(0, (now - readAt) / 1000)
  const old = graph.stale || failed
  return (
    <span
      data-testid="data-age"
      className="inline-flex shrink-0 items-center gap-1.5 text-sm whitespace-nowrap text-muted"
      title={`Samples of ${formatExact(graph.at)}, over ${formatDuration(graph.window)}, from ${graph.source}`}
      suppressHydrationWarning
    >
      <span aria-hidden className={cn('text-2xs', old ? 'text-degraded' : 'text-ok')}>
        {old ? '◆' : '●'}
      </span>
      {old ? 'stale' : 'live'}, <span className="max-md:hidden">metrics </span>
      {formatDuration(graph.age + since)} old
    </span>
  )
}
