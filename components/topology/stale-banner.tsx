import { Button } from '@/components/ui/button'
import { formatTime } from '@/components/ui/format-time'
import type { GraphDto } from '@/lib/contracts/topology'

/** Why what is shown is old, what that means for traffic, and what to do. */
export function StaleBanner(props: { graph: GraphDto; error: Error | null; onRetry: () => void }) {
  const { graph, error, onRetry } = props
  if (error === null && !graph.stale) return null
  const what =
    error === null
      ? `There are no fresh samples from ${graph.source}.`
      : `The graph could not be renewed: ${error.message}`
  const todo =
    error === null
      ? 'Check Prometheus in Settings. Moves and aborts still work.'
      : 'Aviary asks again every 5 seconds.'
  return (
    <div
      role="status"
      data-testid="stale-banner"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-degraded bg-panel px-4 py-2 text-sm"
    >
      <span aria-hidden className="text-degraded">
        ◆
      </span>
      <p className="min-w-0 flex-1">
        <span className="font-medium">{what}</span>{' '}
        <span className="text-muted">
          What you see is of {formatTime(graph.at)}. Traffic is not touched by this: it goes on as the routes
          say. {todo}
        </span>
      </p>
      <Button size="sm" onClick={onRetry}>
        Try again
      </Button>
    </div>
  )
}
