import type { ClusterView, ObjectRef } from '@/lib/domain/kube'
import { refOf } from '@/lib/domain/kube'
import type { TrafficRouter } from '@/lib/domain/ports'
import type { Move, ServiceRef } from '@/lib/domain/traffic/model'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { unsupportedMove } from '@/lib/domain/traffic/unsupported-move'
import { uniqueRefs } from '../planned-writes'
import { planAddVersion } from './add-version-patch'
import { TRAEFIK_CAPABILITIES } from './capabilities'
import { planCutOver } from './cut-over-patch'
import { madeFor } from './made-here'
import { planRemoveMatch, planSetMatch } from './plan-match'
import { planSetMirror } from './plan-mirror'
import { planRemoval, planRoute } from './plan-route'
import { readTraefikRoutes, routingObjects, traefikRevision } from './read-routes'
import { planRemoveMirror } from './remove-mirror'
import { planRemoveVersion } from './remove-version-patch'
import { movableContext, routeContext, ruleContext } from './rule-context'
import { telemetryTargets } from './telemetry-targets'
import { planWeights } from './weight-patch'

/** Traefik: IngressRoutes, TraefikServices and a Service for each version. */
export const traefikRouter: TrafficRouter = {
  dataPlane: 'traefik',
  capabilities: TRAEFIK_CAPABILITIES,
  readRoutes: readTraefikRoutes,
  objectsOf,
  plan,
  objectRevision: traefikRevision,
  planRoute,
  planRemoval,
  telemetryTargets,
}

/** The IngressRoute, the TraefikServices below it, and the Services that Aviary made for them. */
function objectsOf(view: ClusterView, service: ServiceRef, id: string): ObjectRef[] {
  const { route } = routeContext(view, service, id)
  const services = route.rules
    .flatMap(({ uses }) => uses)
    .flatMap(({ entry }) => view.get('services', entry.namespace, entry.name) ?? [])
    .filter((object) => madeFor(service, object))
  const refs = [...routingObjects(view, route), ...services].map(refOf)
  return uniqueRefs(refs)
}

function plan(view: ClusterView, service: ServiceRef, route: string, move: Move): PlannedWrite[] {
  switch (move.kind) {
    case 'set-weights':
      return planWeights(movableContext(view, service, route, move.rule), move)
    case 'add-version':
      return planAddVersion(movableContext(view, service, route, move.rule), move.version)
    case 'remove-version':
      return planRemoveVersion(movableContext(view, service, route, move.rule), move.key)
    case 'set-mirror':
      return planSetMirror(movableContext(view, service, route, move.rule), move.to, move.percent)
    case 'remove-mirror':
      return planRemoveMirror(movableContext(view, service, route, move.rule), move.to)
    case 'set-match':
      return planSetMatch(routeContext(view, service, route), move.name, move.to, move.when)
    case 'remove-match':
      return planRemoveMatch(ruleContext(view, service, route, move.rule))
    case 'cut-over':
      return planCutOver(routeContext(view, service, route), move.to)
    case 'set-fault':
    case 'remove-fault':
      ruleContext(view, service, route, move.rule)
      throw unsupportedMove('traefik', TRAEFIK_CAPABILITIES, move)
    case 'scale':
      throw unsupportedMove('traefik', TRAEFIK_CAPABILITIES, move)
  }
}
