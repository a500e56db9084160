import { DomainError } from '@/lib/domain/errors'
import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import { numberOf, objectOf, stringOf } from '@/lib/domain/traffic/untyped'
import type { WantedCount } from './autoscalers'
import { replicasOf, templateLabelsOf } from './deployment'
import { matchesSelector } from './label-selector'

/** The PodDisruptionBudgets that speak of a Deployment's pods. */
export function budgetsOf(view: ClusterView, deployment: KubeObject): KubeObject[] {
  const labels = templateLabelsOf(deployment)
  return view
    .list('poddisruptionbudgets', deployment.metadata.namespace)
    .filter(({ spec }) => matchesSelector(objectOf(spec).selector, labels))
}

/** What a budget asks for, in words. */
export function budgetWords(budget: KubeObject): string {
  const { minAvailable, maxUnavailable } = objectOf(budget.spec)
  const amount = (value: unknown) => String(numberOf(value) ?? stringOf(value) ?? '?')
  return minAvailable === undefined
    ? `lets at most ${amount(maxUnavailable)} of its pods be away`
    : `keeps at least ${amount(minAvailable)} of its pods`
}

/**
 * The pods that a budget wants at least, where it gives a number: percentages and `maxUnavailable` follow the replicas,
 * so that scaling cannot break them.
 */
export function leastPods(budget: KubeObject): number | undefined {
  return numberOf(objectOf(budget.spec).minAvailable)
}

/**
 * Throws `blocked` where fewer pods would be left than a budget wants. Budgets bind evictions only, so this is Aviary's
 * own courtesy: a version that gives all its pods up while others go on gives its budget up too. `all` are the
 * Deployments of the service with the pods that they shall have.
 */
export function refuseBreakingBudgets(view: ClusterView, all: readonly WantedCount[]): void {
  const rest = all.reduce((sum, { count }) => sum + count, 0)
  const budgets = new Map(
    all
      .flatMap(({ deployment }) => budgetsOf(view, deployment))
      .map((budget) => [budget.metadata.name, budget]),
  )
  for (const [name, budget] of budgets) {
    const least = leastPods(budget)
    if (least === undefined) continue
    const guarded = all.filter(({ deployment }) => budgetsOf(view, deployment).includes(budget))
    const before = guarded.reduce((sum, { deployment }) => sum + replicasOf(deployment), 0)
    const after = guarded.reduce((sum, { count }) => sum + count, 0)
    if (after >= least || after >= before || (after === 0 && rest > 0)) continue
    throw new DomainError(
      'blocked',
      `PodDisruptionBudget ${name} ${budgetWords(budget)}; this would leave ${after} of ${before}.`,
    )
  }
}
