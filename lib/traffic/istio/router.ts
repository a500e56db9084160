import type { ClusterView, ObjectRef } from '@/lib/domain/kube'
import { refOf } from '@/lib/domain/kube'
import type { TrafficRouter } from '@/lib/domain/ports'
import type { Move, ServiceRef } from '@/lib/domain/traffic/model'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { applySplit } from '@/lib/domain/traffic/split'
import { unsupportedMove } from '@/lib/domain/traffic/unsupported-move'
import { patchWrite, uniqueRefs } from '../planned-writes'
import { planAddVersion } from './add-version-patch'
import { ISTIO_CAPABILITIES } from './capabilities'
import { planCutOver } from './cut-over-patch'
import { newRuleRef } from './new-subset'
import { planRemoveFault, planSetFault } from './plan-fault'
import { planRemoveMatch, planSetMatch } from './plan-match'
import { planRemoveMirror, planSetMirror } from './plan-mirror'
import { planRemoval, planRoute } from './plan-route'
import { readIstioRoutes } from './read-routes'
import { planRemoveVersion } from './remove-version-patch'
import { istioRevision } from './route-revision'
import { routeContext, ruleContext } from './rule-context'
import { destinationRulesOf } from './subsets'
import { madeServices } from './version-service'
import { weightPatch } from './weight-patch'

/** Istio: VirtualServices with DestinationRule subsets or a host for each version. */
export const istioRouter: TrafficRouter = {
  dataPlane: 'istio',
  capabilities: ISTIO_CAPABILITIES,
  readRoutes: readIstioRoutes,
  objectsOf,
  plan,
  objectRevision: istioRevision,
  planRoute,
  planRemoval,
}

/**
 * The VirtualService, the DestinationRules that its destinations may need or that may be made for them, and the
 * per-version Services that Aviary made.
 */
function objectsOf(view: ClusterView, service: ServiceRef, route: string): ObjectRef[] {
  const { object, namespace, rules } = routeContext(view, service, route).virtualService
  const destinations = rules.flatMap((rule) => [...rule.route, ...rule.mirrors])
  const hosts = new Set(destinations.map(({ destination }) => destination.host))
  const known = [...hosts].flatMap((host) =>
    destinationRulesOf(view, host, namespace).map((rule) => refOf(rule.object)),
  )
  const refs = [
    ...known,
    ...(known.length === 0 ? [newRuleRef(view, service)] : []),
    ...madeServices(view, service).map(refOf),
  ]
  return [refOf(object), ...uniqueRefs(refs)]
}

function plan(view: ClusterView, service: ServiceRef, route: string, move: Move): PlannedWrite[] {
  switch (move.kind) {
    case 'set-match':
      return planSetMatch(routeContext(view, service, route), move)
    case 'cut-over':
      return planCutOver(routeContext(view, service, route), move.to)
    case 'scale':
      throw unsupportedMove('istio', ISTIO_CAPABILITIES, move)
    default:
      return planInRule(view, service, route, move)
  }
}

function planInRule(
  view: ClusterView,
  service: ServiceRef,
  route: string,
  move: Extract<Move, { rule: string }>,
): PlannedWrite[] {
  const context = ruleContext(view, service, route, move.rule)
  const { virtualService, written, rule } = context
  switch (move.kind) {
    case 'set-weights':
      return patchWrite(virtualService.object, weightPatch(written, applySplit(rule.destinations, move)))
    case 'add-version':
      return planAddVersion(context, move.version)
    case 'remove-version':
      return planRemoveVersion(context, move.key)
    case 'set-mirror':
      return planSetMirror(context, move.to, move.percent)
    case 'remove-mirror':
      return planRemoveMirror(context, move.to)
    case 'set-fault':
      return planSetFault(context, move.fault)
    case 'remove-fault':
      return planRemoveFault(context)
    case 'remove-match':
      return planRemoveMatch(context)
  }
}
