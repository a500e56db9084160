import type { ClusterView, KubeObject, ObjectRef } from '../../kube'
import { refOf } from '../../kube'
import { arrayOf, isObject, numberOf, objectOf, stringMapOf } from '../../traffic/untyped'
import type { FindingInput } from '../finding'
import { oncePerInput, oncePerList } from './memory'
import { workloadRef } from './references'

type Labels = ReadonlyMap<string, string>

/** One workload of one version. */
export interface WorkloadFacts {
  version: string
  ref: ObjectRef
  /** Pods that are ready, and that are wanted. */
  ready: number
  desired: number
  /** The Deployment, where it is one. */
  deployment?: KubeObject
  /** Labels and annotations of its pods as its template says, else as its pods have them. */
  labels: Labels
  /** Containers of its pods, the mesh's proxy left out; empty where nothing tells. */
  containers: readonly unknown[]
  injected: boolean
}

/** The workloads behind a service, of every version. */
export const workloadsOf = oncePerInput(({ view, service, versions }: FindingInput): WorkloadFacts[] =>
  versions.flatMap(({ version, workloads, injected }) =>
    workloads.map(({ kind, name, ready, desired }) => {
      const deployment = kind === 'Deployment' ? view.get('deployments', service.namespace, name) : undefined
      const source = deployment === undefined ? aPodOf(view, service.namespace, name) : templateOf(deployment)
      return {
        version,
        ref: deployment === undefined ? workloadRef(kind, service.namespace, name) : refOf(deployment),
        ready,
        desired,
        ...(deployment === undefined ? {} : { deployment }),
        labels: stringMapOf(objectOf(source.metadata).labels),
        containers: ownContainers(source.spec),
        injected,
      }
    }),
  ),
)

function templateOf({ spec }: KubeObject): { metadata?: unknown; spec?: unknown } {
  return objectOf(objectOf(spec).template)
}

const byController = oncePerList((pods) => {
  const found = new Map<string, KubeObject>()
  for (const pod of pods) {
    const controller = pod.metadata.ownerReferences?.find((each) => each.controller === true)
    found.set(controller?.name ?? pod.metadata.name, pod)
  }
  return found
})

function aPodOf(view: ClusterView, namespace: string, owner: string): { metadata?: unknown; spec?: unknown } {
  return byController(view.list('pods', namespace)).get(owner) ?? {}
}

function ownContainers(podSpec: unknown): readonly unknown[] {
  return arrayOf(objectOf(podSpec).containers).filter(
    (container) => isObject(container) && container.name !== 'istio-proxy',
  )
}

/** Labels, any of which says what app a pod is, as Istio's telemetry reads them. */
const APP_LABELS = ['service.istio.io/canonical-name', 'app.kubernetes.io/name', 'app'] as const
const VERSION_LABELS = [
  'service.istio.io/canonical-revision',
  'app.kubernetes.io/version',
  'version',
] as const

export function statesApp(labels: Labels): boolean {
  return APP_LABELS.some((name) => (labels.get(name) ?? '') !== '')
}

/** Istio's injector writes `latest` where no other label says a version, so that word states none. */
export function statesVersion(labels: Labels): boolean {
  return VERSION_LABELS.some((name) => {
    const value = labels.get(name) ?? ''
    return value !== '' && !(name === 'service.istio.io/canonical-revision' && value === 'latest')
  })
}

/** An autoscaler that scales a workload. */
export interface AutoscalerFacts {
  object: KubeObject
  min: number
  max: number
  current: number
  /** What its controller says about being limited, where it says so. */
  limited?: boolean
}

const autoscalers = oncePerList((list) => {
  const found = new Map<string, AutoscalerFacts>()
  for (const object of list) {
    const { scaleTargetRef, minReplicas, maxReplicas } = objectOf(object.spec)
    const { kind, name } = objectOf(scaleTargetRef)
    const { currentReplicas, conditions } = objectOf(object.status)
    const limiting = arrayOf(conditions)
      .map(objectOf)
      .find(({ type }) => type === 'ScalingLimited')
    found.set(`${String(kind)}/${String(name)}`, {
      object,
      min: numberOf(minReplicas) ?? 1,
      max: numberOf(maxReplicas) ?? Infinity,
      current: numberOf(currentReplicas) ?? 0,
      ...(limiting === undefined
        ? {}
        : { limited: limiting.status === 'True' && limiting.reason === 'TooManyReplicas' }),
    })
  }
  return found
})

/** The autoscaler of a workload, if it has one. */
export function autoscalerOf(
  view: ClusterView,
  { kind, namespace, name }: ObjectRef,
): AutoscalerFacts | undefined {
  return autoscalers(view.list('horizontalpodautoscalers', namespace)).get(`${kind}/${name}`)
}
