import { DomainError } from '@/lib/domain/errors'
import type { ClusterView, ObjectRef } from '@/lib/domain/kube'
import { refOf } from '@/lib/domain/kube'
import type { TrafficRouter } from '@/lib/domain/ports'
import type { Move, Route, Rule, ServiceRef } from '@/lib/domain/traffic/model'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { unsupportedMove } from '@/lib/domain/traffic/unsupported-move'
import { uniqueRefs } from '../planned-writes'
import { autoscalersOf } from './autoscalers'
import { KUBERNETES_CAPABILITIES } from './capabilities'
import { budgetsOf } from './disruption-budgets'
import { planCutOver } from './plan-cut-over'
import { planScale, planWeights } from './plan-replicas'
import { podQuotas } from './quotas'
import { deploymentsOf, readPlainRoute, readServiceRoute, serviceRouteId } from './read-routes'
import { replicaVersions } from './replica-versions'
import { kubernetesRevision } from './revision'

/** Plain Kubernetes: a Service splits by its pods, or pins one version by its selector. */
export const kubernetesRouter: TrafficRouter = {
  dataPlane: 'kubernetes',
  capabilities: KUBERNETES_CAPABILITIES,
  readRoutes: readServiceRoute,
  objectsOf,
  plan,
  objectRevision: kubernetesRevision,
}

/** The Service, the Deployments behind it, and what may speak against scaling them. */
function objectsOf(view: ClusterView, service: ServiceRef, route: string): ObjectRef[] {
  const object = view.get('services', service.namespace, service.name)
  if (object === undefined || serviceRouteId(service) !== route) throw notFound(service, route)
  const deployments = deploymentsOf(replicaVersions(view, service))
  const others = deployments.flatMap((deployment) => [
    ...autoscalersOf(view, deployment).map((scaler) => scaler.object),
    ...budgetsOf(view, deployment),
  ])
  const quotas = deployments.length > 0 ? podQuotas(view, service.namespace) : []
  const refs = [object, ...deployments, ...others, ...quotas].map(refOf)
  return uniqueRefs(refs)
}

function plan(view: ClusterView, service: ServiceRef, id: string, move: Move): PlannedWrite[] {
  const found = readPlainRoute(view, service)
  if (found?.route.id !== id) throw notFound(service, id)
  const { object, versions, route } = found
  const rule = 'rule' in move ? requireRule(route, move.rule) : undefined
  const { capabilities } = route
  if (move.kind === 'scale') return planScale(view, versions, move)
  if (move.kind === 'cut-over' && capabilities.cutOver) return planCutOver(view, service, object, move.to)
  if (move.kind === 'set-weights' && capabilities.weights && rule !== undefined) {
    return planWeights(view, versions, rule, move)
  }
  throw unsupportedMove('kubernetes', capabilities, move)
}

function requireRule(route: Route, id: string): Rule {
  const rule = route.rules.find((each) => each.id === id)
  if (rule === undefined) throw new DomainError('not-found', `The route ${route.name} has no rule ${id}.`)
  return rule
}

function notFound(service: ServiceRef, route: string): DomainError {
  return new DomainError('not-found', `${service.name} has no route ${route}.`)
}
