import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import type { Generation, Rollout, RolloutState } from '@/lib/domain/rollouts/rollout'
import { rolloutId } from '@/lib/domain/rollouts/rollout-id'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import { revisionOf } from '@/lib/domain/traffic/revision'
import {
  arrayOf,
  numberOf,
  objectOf,
  stringMapOf,
  stringOf,
  type JsonObject,
} from '@/lib/domain/traffic/untyped'
import { generationOf, templateOf } from './generation'
import { serviceOfWorkload } from './service-of-workload'

const HASH = 'rollouts-pod-template-hash'
const REVISION = 'rollout.argoproj.io/revision'
const NOTE =
  'Argo Rollouts runs this release; pause, promote or abort it with `kubectl argo rollouts` or its own console.'

/** `status.phase` of argoproj.io/v1alpha1. */
const STATES = new Map<unknown, RolloutState>([
  ['Progressing', 'progressing'],
  ['Paused', 'paused'],
  ['Healthy', 'complete'],
  ['Degraded', 'degraded'],
])

/** A Rollout of Argo Rollouts as a release of another owner; undefined where no Service leads to its pods. */
export function argoRollout(view: ClusterView, object: KubeObject): Rollout | undefined {
  const { namespace = '', name, uid } = object.metadata
  const spec = objectOf(object.spec)
  const status = objectOf(object.status)
  const strategy = objectOf(spec.strategy)
  const service = serviceOf(view, object, strategy)
  if (service === undefined) return undefined
  const sets = view.list('replicasets', namespace).filter((set) => set.metadata.name.startsWith(`${name}-`))
  const withHash = (hash: unknown) =>
    sets.find((set) => hash !== undefined && set.metadata.labels?.[HASH] === hash)
  const [stable, current] = [withHash(status.stableRS), withHash(status.currentPodHash)]
  const steps = arrayOf(objectOf(strategy.canary).steps).map(objectOf)
  const count = (field: string) => numberOf(status[field]) ?? 0
  const to = current === undefined ? generationOf(templateOf(object)) : generation(current)
  return {
    id: rolloutId({ cluster: view.cluster, workload: 'rollout', namespace, name }),
    cluster: view.cluster,
    namespace,
    tool: 'argo-rollouts',
    kind: strategy.blueGreen === undefined ? 'canary' : 'blue-green',
    service,
    workload: { kind: 'Rollout', name },
    state: STATES.get(status.phase) ?? 'progressing',
    from: stable === undefined || stable === current ? null : generation(stable),
    to,
    desired: numberOf(spec.replicas) ?? 1,
    updated: count('updatedReplicas'),
    ready: count('readyReplicas'),
    available: count('availableReplicas'),
    ...weightOf(status, steps),
    ...stepOf(status, steps),
    message: stringOf(status.message) ?? stringOf(status.phase) ?? 'Its controller says nothing yet',
    since: lastTime(status),
    allowed: [],
    note: NOTE,
    revision: revisionOf(uid, [spec.template, spec.paused, status.stableRS, status.currentPodHash]),
  }
}

function generation(set: KubeObject): Generation {
  return generationOf(templateOf(set), { set, revision: set.metadata.annotations?.[REVISION] })
}

/** By the pods' labels, else the Service that the Rollout itself names. */
function serviceOf(view: ClusterView, object: KubeObject, strategy: JsonObject): ServiceRef | undefined {
  const { namespace = '', name } = object.metadata
  const labels = stringMapOf(objectOf(templateOf(object).metadata).labels)
  const selected = serviceOfWorkload(view, namespace, name, labels)
  const { stableService } = objectOf(strategy.canary)
  const { activeService } = objectOf(strategy.blueGreen)
  const named = stringOf(stableService) ?? stringOf(activeService)
  const known = named !== undefined && view.get('services', namespace, named) !== undefined
  return selected ?? (known ? { cluster: view.cluster, namespace, name: named } : undefined)
}

/** The weight that its router was given, else that of the last step which set one. */
function weightOf(status: JsonObject, steps: readonly JsonObject[]): Pick<Rollout, 'weight'> {
  const { weights } = objectOf(status.canary)
  const given = numberOf(objectOf(objectOf(weights).canary).weight)
  const done = steps.slice(0, (numberOf(status.currentStepIndex) ?? 0) + 1)
  const last = done.flatMap(({ setWeight }) => numberOf(setWeight) ?? []).at(-1)
  const weight = given ?? last
  return weight === undefined ? {} : { weight }
}

/** The index counts steps from 0 and is as many as there are at the end. */
function stepOf(status: JsonObject, steps: readonly JsonObject[]): Pick<Rollout, 'step'> {
  const index = numberOf(status.currentStepIndex)
  if (index === undefined || steps.length === 0) return {}
  return { step: { index: Math.min(index + 1, steps.length), of: steps.length } }
}

function lastTime(status: JsonObject): string | null {
  const times = arrayOf(status.conditions).flatMap((each) => stringOf(objectOf(each).lastUpdateTime) ?? [])
  const [latest] = times.sort((a, b) => Date.parse(b) - Date.parse(a))
  return latest ?? null
}
