import { DomainError } from '@/lib/domain/errors'
import { refOf } from '@/lib/domain/kube'
import type { TrafficRouter } from '@/lib/domain/ports'
import { KUBERNETES_CAPABILITIES, readServiceRoute, serviceRevision, serviceRouteId } from './read-routes'

/** Plain Kubernetes, read only: the Service where no other route addresses it. */
export const kubernetesRouter: TrafficRouter = {
  dataPlane: 'kubernetes',
  capabilities: KUBERNETES_CAPABILITIES,
  readRoutes: readServiceRoute,
  objectsOf: (view, service, route) => {
    const object = view.get('services', service.namespace, service.name)
    if (object === undefined || serviceRouteId(object) !== route) {
      throw new DomainError('not-found', `${service.name} has no route ${route}.`)
    }
    return [refOf(object)]
  },
  plan: (view, service, route, move) => {
    const known = readServiceRoute(view, service).some(
      ({ id, rules }) => id === route && rules.some((rule) => rule.id === move.rule),
    )
    if (!known) throw new DomainError('not-found', `${service.name} has no rule ${move.rule} in ${route}.`)
    throw new DomainError(
      'unsupported',
      'A Service without a routing object splits by its pods; Aviary does not move those yet.',
    )
  },
  objectRevision: serviceRevision,
}
