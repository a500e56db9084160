import { DomainError } from '@/lib/domain/errors'
import type { ClusterView } from '@/lib/domain/kube'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { isMadeFor } from '../made-by-aviary'
import { deleteWrite } from '../planned-writes'
import { planUnusedService, usesOf } from './remove-version-patch'
import { routeContext } from './rule-context'
import { isService } from './schema'

/** The removal of a route that Aviary made and of the Services it made for it, the route first. Throws `unsupported` for others. */
export function planRemoval(view: ClusterView, service: ServiceRef, id: string): PlannedWrite[] {
  const { route } = routeContext(view, service, id)
  if (!isMadeFor(route.object, service)) {
    throw new DomainError(
      'unsupported',
      `${route.kind} ${route.object.metadata.name} was not made by Aviary.`,
    )
  }
  const { namespace } = service
  const sent = route.rules.flatMap(({ backends }) => backends).filter(isService)
  const names = [...new Set(sent.filter((each) => each.namespace === namespace).map(({ name }) => name))]
  return [
    deleteWrite(route.object),
    ...names.flatMap((name) => planUnusedService(view, service, name, usesOf(route, { namespace, name }))),
  ]
}
