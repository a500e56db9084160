import type { ClusterView } from '@/lib/domain/kube'
import { backingServicesOf, type PlacedService } from '../backing-services'
import { selectorOf, selects } from '../workloads'
import { routedNames } from './backing-services'

/** The service that a per-version Service belongs to: the closest one that counts it among its own; else itself. */
export function apexOf(view: ClusterView, backend: PlacedService): PlacedService {
  const { namespace, name } = backend
  const selector = selectorOf(view.get('services', namespace, name))
  const owners = view
    .list('services', namespace)
    .filter((other) => {
      const own = selectorOf(other)
      const wider =
        own !== undefined && selector !== undefined && own.size < selector.size && selects(own, selector)
      return other.metadata.name !== name && (wider || name.startsWith(`${other.metadata.name}-`))
    })
    .map((other) => ({ namespace, name: other.metadata.name }))
    .filter((other) => {
      const ref = { cluster: view.cluster, ...other }
      return backingServicesOf(view, ref, routedNames(view, ref)).some((each) => each.name === name)
    })
  return owners.sort((a, b) => b.name.length - a.name.length)[0] ?? { namespace, name }
}
