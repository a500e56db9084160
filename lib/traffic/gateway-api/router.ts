import type { ClusterView, ObjectRef } from '@/lib/domain/kube'
import { refOf } from '@/lib/domain/kube'
import type { TrafficRouter } from '@/lib/domain/ports'
import type { Move, ServiceRef } from '@/lib/domain/traffic/model'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { applySplit } from '@/lib/domain/traffic/split'
import { unsupportedMove } from '@/lib/domain/traffic/unsupported-move'
import { versionsOfService } from '../versions-of-service'
import { patchWrite, uniqueRefs } from '../planned-writes'
import { planAddVersion } from './add-version-patch'
import { GATEWAY_API_CAPABILITIES } from './capabilities'
import { planRoute } from './create-route'
import { planCutOver } from './plan-cut-over'
import { planRemoveMatch, planSetMatch } from './plan-match'
import { planRemoveMirror, planSetMirror } from './plan-mirror'
import { gatewayRevision, readGatewayRoutes } from './read-routes'
import { planRemoval } from './remove-route'
import { planRemoveVersion } from './remove-version-patch'
import {
  requireMovable,
  routeContext,
  ruleContext,
  type RouteContext,
  type RuleContext,
} from './rule-context'
import { telemetryTargets } from './telemetry-targets'
import { versionServiceName } from '../version-service-name'
import { weightPatch } from './weight-patch'

/** The Gateway API: HTTPRoutes and GRPCRoutes of Gateways and meshes, with a Service for each version. */
export const gatewayApiRouter: TrafficRouter = {
  dataPlane: 'gateway-api',
  capabilities: GATEWAY_API_CAPABILITIES,
  readRoutes: readGatewayRoutes,
  objectsOf,
  plan,
  objectRevision: gatewayRevision,
  planRoute,
  planRemoval,
  telemetryTargets,
}

/** The route, the Services of the service's versions, and those that adding a version would make. */
function objectsOf(view: ClusterView, service: ServiceRef, id: string): ObjectRef[] {
  const { route, resolver } = routeContext(view, service, id)
  const versions = versionsOfService(view, service).map(({ version }) => version)
  const names = [
    ...resolver.backing.map(({ name }) => name),
    ...versions.map((version) => versionServiceName(service.name, version)),
  ]
  const services = names.map((name) => ({
    apiVersion: 'v1',
    kind: 'Service',
    namespace: service.namespace,
    name,
  }))
  const refs = [refOf(route.object), ...services]
  return uniqueRefs(refs)
}

function plan(view: ClusterView, service: ServiceRef, id: string, move: Move): PlannedWrite[] {
  const context = routeContext(view, service, id)
  const { weights } = context.capabilities
  if ('rule' in move) return planOnRule(ruleContext(context, move.rule), move)
  if (!weights) throw unsupportedMove('gateway-api', context.capabilities, move)
  return planOnRoute(context, move)
}

function planOnRoute(context: RouteContext, move: Exclude<Move, { rule: string }>): PlannedWrite[] {
  switch (move.kind) {
    case 'set-match':
      return planSetMatch(context, move)
    case 'cut-over':
      return planCutOver(context, move.to)
    case 'scale':
      throw unsupportedMove('gateway-api', context.capabilities, move)
  }
}

function planOnRule(context: RuleContext, move: Extract<Move, { rule: string }>): PlannedWrite[] {
  const { capabilities, route, rule, written } = context
  if (!capabilities.weights) throw unsupportedMove('gateway-api', capabilities, move)
  switch (move.kind) {
    case 'set-weights':
      requireMovable(context)
      return patchWrite(route.object, weightPatch(written, applySplit(rule.destinations, move)))
    case 'add-version':
      return planAddVersion(context, move.version)
    case 'remove-version':
      return planRemoveVersion(context, move.key)
    case 'set-mirror':
      return planSetMirror(context, move.to, move.percent)
    case 'remove-mirror':
      return planRemoveMirror(context, move.to)
    case 'remove-match':
      return planRemoveMatch(context, move.rule)
    case 'set-fault':
    case 'remove-fault':
      throw unsupportedMove('gateway-api', capabilities, move)
  }
}
