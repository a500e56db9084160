import type { ClusterView } from '@/lib/domain/kube'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import { choosesAnyVersion } from '../pinned-selector'
import { selectorOf, selects, type Labels } from '../workloads'

/**
 * The Service that a workload's pods serve: the one of its own name, else the most general of those that select them
 * now or once they are switched to. Undefined where there is none.
 */
export function serviceOfWorkload(
  view: ClusterView,
  namespace: string,
  name: string,
  labels: Labels,
): ServiceRef | undefined {
  const candidates = view
    .list('services', namespace)
    .map((object) => ({
      ref: { cluster: view.cluster, namespace, name: object.metadata.name },
      selector: selectorOf(object),
    }))
    .flatMap(({ ref, selector }) => {
      if (selector === undefined) return []
      const now = selects(selector, labels)
      return now || choosesAnyVersion(view, ref, labels) ? [{ ref, now, size: selector.size }] : []
    })
  const [best] = candidates.sort(
    (a, b) =>
      Number(b.ref.name === name) - Number(a.ref.name === name) ||
      Number(b.now) - Number(a.now) ||
      a.size - b.size ||
      a.ref.name.localeCompare(b.ref.name),
  )
  return best?.ref
}
