import { objectAt, textMap, valueAt } from '../json'
import { podKind } from '../kinds'
import { matchesLabels } from '../selectors'
import type { Entry, Store } from '../store'
import { isReady, writeStatus } from './cluster-writes'

/** A number, or a percentage of the pods, rounded up as Kubernetes does. */
function share(value: unknown, of: number): number {
  return typeof value === 'string' ? Math.ceil((Number.parseFloat(value) / 100) * of) : Number(value)
}

/** Writes how many pods may be evicted now. As the sandbox has no evictions, nothing else reads a budget. */
export function reconcileDisruptionBudget(store: Store, budget: Entry): void {
  const { namespace = '', generation } = budget.object.metadata
  const spec = objectAt(budget.object, 'spec')
  const selector = textMap(valueAt(spec, 'selector', 'matchLabels'))
  const pods = [...store.each(podKind, namespace)].filter(({ object }) =>
    matchesLabels(selector, object.metadata.labels),
  )
  const expectedPods = pods.length
  const desiredHealthy =
    spec['maxUnavailable'] === undefined
      ? share(spec['minAvailable'] ?? 0, expectedPods)
      : Math.max(0, expectedPods - share(spec['maxUnavailable'], expectedPods))
  const currentHealthy = pods.filter(({ object }) => isReady(object)).length
  const disruptionsAllowed = Math.max(0, currentHealthy - desiredHealthy)
  const status = { currentHealthy, desiredHealthy, disruptionsAllowed, expectedPods }
  writeStatus(store, budget, { ...status, observedGeneration: generation })
}
