import { DomainError } from '@/lib/domain/errors'
import { refOf } from '@/lib/domain/kube'
import type { TrafficRouter } from '@/lib/domain/ports'
import { unsupportedMove } from '@/lib/domain/traffic/unsupported-move'
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
    const found = readServiceRoute(view, service).find(({ id }) => id === route)
    const known = found !== undefined && (!('rule' in move) || found.rules.some(({ id }) => id === move.rule))
    if (!known) throw new DomainError('not-found', `${service.name} has no such rule in ${route}.`)
    throw unsupportedMove('kubernetes', KUBERNETES_CAPABILITIES, move)
  },
  objectRevision: serviceRevision,
}
