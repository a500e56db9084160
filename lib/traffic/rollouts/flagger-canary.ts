import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import type { Rollout, RolloutState } from '@/lib/domain/rollouts/rollout'
import { rolloutId } from '@/lib/domain/rollouts/rollout-id'
import { revisionOf } from '@/lib/domain/traffic/revision'
import { arrayOf, numberOf, objectOf, stringOf, type JsonObject } from '@/lib/domain/traffic/untyped'
import { generationOf, templateOf } from './generation'

const NOTE =
  'Flagger runs this release from its Canary; it is changed there, and edits of its routes are undone.'

/** `status.phase` of flagger.app/v1beta1 (CanaryPhase). */
const STATES = new Map<unknown, RolloutState>([
  ['Initializing', 'progressing'],
  ['Initialized', 'complete'],
  ['Waiting', 'paused'],
  ['Progressing', 'progressing'],
  ['WaitingPromotion', 'paused'],
  ['Promoting', 'progressing'],
  ['Finalising', 'progressing'],
  ['Succeeded', 'complete'],
  ['Failed', 'failed'],
  ['Terminating', 'progressing'],
  ['Terminated', 'complete'],
])

/** The Deployment that a Canary takes its new versions from; Flagger keeps `<name>-primary` beside it. */
export function canaryTarget(object: KubeObject): string {
  return stringOf(objectOf(objectOf(object.spec).targetRef).name) ?? object.metadata.name
}

/** A Canary of Flagger as a release of another owner; undefined where its Service is not there. */
export function flaggerCanary(view: ClusterView, object: KubeObject): Rollout | undefined {
  const { namespace = '', name, uid } = object.metadata
  const spec = objectOf(object.spec)
  const status = objectOf(object.status)
  const target = canaryTarget(object)
  const serviceName = stringOf(objectOf(spec.service).name) ?? target
  if (view.get('services', namespace, serviceName) === undefined) return undefined
  const canary = view.get('deployments', namespace, target)
  const primary = view.get('deployments', namespace, `${target}-primary`)
  const counts = objectOf(canary?.status)
  const analysis = objectOf(spec.analysis)
  const iterations = numberOf(analysis.iterations) ?? 0
  const weight = numberOf(status.canaryWeight)
  return {
    id: rolloutId({ cluster: view.cluster, workload: 'canary', namespace, name }),
    cluster: view.cluster,
    namespace,
    tool: 'flagger',
    kind: iterations > 0 ? 'blue-green' : 'canary',
    service: { cluster: view.cluster, namespace, name: serviceName },
    workload: { kind: 'Canary', name },
    state: spec.suspend === true ? 'paused' : (STATES.get(status.phase) ?? 'progressing'),
    from: primary === undefined ? null : generationOf(templateOf(primary)),
    to: canary === undefined ? { version: '', images: [] } : generationOf(templateOf(canary)),
    desired: numberOf(objectOf(canary?.spec).replicas) ?? 0,
    updated: numberOf(counts.updatedReplicas) ?? 0,
    ready: numberOf(counts.readyReplicas) ?? 0,
    available: numberOf(counts.availableReplicas) ?? 0,
    ...(weight === undefined ? {} : { weight }),
    ...stepOf(status, analysis, iterations),
    message: messageOf(spec, status, analysis),
    since: stringOf(status.lastTransitionTime) ?? null,
    allowed: [],
    note: NOTE,
    revision: revisionOf(uid, [spec, status.phase, status.lastAppliedSpec]),
  }
}

/** Iterations, or steps of weight: listed ones, else `stepWeight` until `maxWeight`. */
function stepOf(status: JsonObject, analysis: JsonObject, iterations: number): Pick<Rollout, 'step'> {
  if (iterations > 0) {
    return { step: { index: Math.min(numberOf(status.iterations) ?? 0, iterations), of: iterations } }
  }
  const weight = numberOf(status.canaryWeight) ?? 0
  const listed = arrayOf(analysis.stepWeights).flatMap((each) => numberOf(each) ?? [])
  if (listed.length > 0)
    return { step: { index: listed.filter((each) => each <= weight).length, of: listed.length } }
  const step = numberOf(analysis.stepWeight) ?? 0
  if (step <= 0) return {}
  const of = Math.ceil((numberOf(analysis.maxWeight) ?? 100) / step)
  return { step: { index: Math.min(Math.ceil(weight / step), of), of } }
}

function messageOf(spec: JsonObject, status: JsonObject, analysis: JsonObject): string {
  const promoted = arrayOf(status.conditions)
    .map(objectOf)
    .find(({ type }) => type === 'Promoted')
  const said = stringOf(promoted?.message) ?? stringOf(status.phase) ?? 'Its controller says nothing yet'
  const failed = numberOf(status.failedChecks) ?? 0
  const threshold = numberOf(analysis.threshold)
  const checks = failed > 0 ? ` ${failed} of ${threshold ?? 'its'} failing checks.` : ''
  return `${spec.suspend === true ? 'Suspended. ' : ''}${said}${checks}`
}
