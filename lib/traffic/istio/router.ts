import type { ClusterView, ObjectRef } from '@/lib/domain/kube'
import { objectKey, refOf } from '@/lib/domain/kube'
import type { TrafficRouter } from '@/lib/domain/ports'
import type { Move, ServiceRef } from '@/lib/domain/traffic/model'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { unsupportedMove } from '@/lib/domain/traffic/unsupported-move'
import { applySplit } from '@/lib/domain/traffic/split'
import { planAddVersion } from './add-version-patch'
import { ISTIO_CAPABILITIES } from './capabilities'
import { versionResolver } from './destination-version'
import { planRemoveMirror, planSetMirror } from './plan-mirror'
import { istioRevision, readIstioRoutes } from './read-routes'
import { planRemoveVersion } from './remove-version-patch'
import { findVirtualService, patchWrite, ruleContext } from './rule-context'
import { destinationRulesOf } from './subsets'
import { weightPatch } from './weight-patch'

/** Istio: VirtualServices with DestinationRule subsets or a host for each version. */
export const istioRouter: TrafficRouter = {
  dataPlane: 'istio',
  capabilities: ISTIO_CAPABILITIES,
  readRoutes: readIstioRoutes,
  objectsOf,
  plan,
  objectRevision: istioRevision,
}

/** The VirtualService, and the DestinationRules that its destinations on this service may need. */
function objectsOf(view: ClusterView, service: ServiceRef, route: string): ObjectRef[] {
  const { object, namespace, http } = findVirtualService(view, service, route, versionResolver(view, service))
  const hosts = new Set(http.flatMap((rule) => rule.route.map(({ destination }) => destination.host)))
  const refs = [...hosts].flatMap((host) =>
    destinationRulesOf(view, host, namespace).map((rule) => refOf(rule.object)),
  )
  const unique = new Map(refs.map((ref) => [objectKey(ref), ref]))
  return [refOf(object), ...unique.values()]
}

function plan(view: ClusterView, service: ServiceRef, route: string, move: Move): PlannedWrite[] {
  if (!('rule' in move)) throw unsupportedMove('istio', ISTIO_CAPABILITIES, move)
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
    default:
      throw unsupportedMove('istio', ISTIO_CAPABILITIES, move)
  }
}
