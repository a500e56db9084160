import type { GraphNodeDto } from '@/lib/contracts/topology'
import { nodeRate } from './describe'
import type { GraphIndex } from './graph-index'

const healthOrder: Record<GraphNodeDto['health']['state'], number> = {
  failing: 0,
  degraded: 1,
  ok: 2,
  unknown: 3,
}

/** What to look at first: a service before all else, one in a release, the unhealthiest, the busiest. Null in an empty graph. */
export function mostUrgent(index: GraphIndex): string | null {
  const [first] = index.roots.toSorted(
    (a, b) =>
      Number(b.kind === 'service') - Number(a.kind === 'service') ||
      Number(b.release !== undefined) - Number(a.release !== undefined) ||
      healthOrder[a.health.state] - healthOrder[b.health.state] ||
      nodeRate(b) - nodeRate(a),
  )
  return first?.id ?? null
}
