import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import type { RouteBadge } from '@/lib/domain/traffic/model'
import { autoscalersOf } from './autoscalers'
import { droppedByRollout, replicasOf } from './deployment'
import { budgetsOf, budgetWords } from './disruption-budgets'

/** What else decides on the pods of these Deployments, and is shown beside their split. */
export function replicaBadges(view: ClusterView, deployments: readonly KubeObject[]): RouteBadge[] {
  return unique([
    ...deployments.flatMap((deployment) => autoscalerBadges(view, deployment)),
    ...deployments.flatMap((deployment) => budgetBadges(view, deployment)),
    ...deployments.flatMap(rolloutBadges),
  ])
}

function autoscalerBadges(view: ClusterView, deployment: KubeObject): RouteBadge[] {
  return autoscalersOf(view, deployment).map(({ object, min, max }) => ({
    kind: 'autoscaler',
    words:
      min === max
        ? `HorizontalPodAutoscaler ${object.metadata.name} pins ${deployment.metadata.name} to ${min} pods`
        : `HorizontalPodAutoscaler ${object.metadata.name} keeps ${deployment.metadata.name} between ${min} and ${max} pods and undoes a split by replicas`,
  }))
}

function budgetBadges(view: ClusterView, deployment: KubeObject): RouteBadge[] {
  return budgetsOf(view, deployment).map((budget) => ({
    kind: 'disruption-budget',
    words: `PodDisruptionBudget ${budget.metadata.name} ${budgetWords(budget)}`,
  }))
}

function rolloutBadges(deployment: KubeObject): RouteBadge[] {
  const { pods, setting } = droppedByRollout(deployment)
  if (pods === 0) return []
  const words = `A rollout of ${deployment.metadata.name} may take ${pods} of ${replicasOf(deployment)} pods away before new ones are ready (${setting})`
  return [{ kind: 'rollout', words }]
}

function unique(badges: readonly RouteBadge[]): RouteBadge[] {
  return [...new Map(badges.map((badge) => [badge.words, badge])).values()]
}
