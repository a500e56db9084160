import type { ClusterView } from '@/lib/domain/kube'
import type { CountBounds } from '@/lib/domain/traffic/attainable'
import { autoscaledBounds } from './autoscalers'
import { budgetsOf, leastPods } from './disruption-budgets'
import type { ReplicaVersion } from './replica-versions'

/**
 * The pods that autoscalers and budgets leave to a version; undefined for any number. A budget that guards other
 * versions besides binds their sum, which a fixed total keeps.
 */
export function boundsOf(
  view: ClusterView,
  version: ReplicaVersion,
  others: readonly ReplicaVersion[],
): CountBounds | undefined {
  const { deployments } = version
  const scaled = deployments.map((deployment) => autoscaledBounds(view, deployment))
  if (scaled.some((bounds) => bounds !== undefined)) {
    const { desired } = version
    return scaled.length === 1 ? scaled[0] : { min: desired, max: desired, orZero: true }
  }
  const elsewhere = new Set(
    others.flatMap((other) => other.deployments.flatMap((deployment) => budgetsOf(view, deployment))),
  )
  const least = deployments
    .flatMap((deployment) => budgetsOf(view, deployment))
    .filter((budget) => !elsewhere.has(budget))
    .map((budget) => Math.min(leastPods(budget) ?? 0, version.desired))
  const min = Math.max(0, ...least)
  return min === 0 ? undefined : { min, max: Infinity, orZero: true }
}
