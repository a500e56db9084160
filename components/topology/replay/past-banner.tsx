import { formatExact, formatTime } from '@/components/ui/format-time'
import type { GraphDto } from '@/lib/contracts/topology'

interface PastBannerProps {
  at: number
  /** What is drawn, which may be another moment until this one has been read. */
  graph: GraphDto | undefined
  loading: boolean
  error: Error | null
}

/** Says on the whole page that it shows the past, and what is missing of it. */
export function PastBanner({ at, graph, loading, error }: PastBannerProps) {
  return (
    <div
      role="status"
      data-testid="past-banner"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-y-2 border-dashed border-text bg-raised px-4 py-1.5 text-sm"
    >
      <span aria-hidden>◀◀</span>
      <p className="min-w-0 flex-1">
        <span className="font-semibold">The past: {formatExact(at)}.</span>{' '}
        <span className="text-muted">
          Traffic and routes are those of that time; pods of that time are not known. Nothing can be moved
          here.
        </span>{' '}
        {error !== null && (
          <span className="font-medium text-failing">▲ This moment could not be read: {error.message}</span>
        )}
        {error === null && loading && (
          <span className="font-medium" data-testid="past-loading">
            ◌ Reading it{graph === undefined ? '' : `; until then you see ${formatTime(graph.at)}`}.
          </span>
        )}
        {!loading && graph?.statement !== undefined && <span className="font-medium">{graph.statement}</span>}
      </p>
    </div>
  )
}
