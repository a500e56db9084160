import type { ClusterView, KubeObject, ObjectRef } from '../../kube'
import { refOf } from '../../kube'
import { arrayOf, isObject, objectOf, stringMapOf } from '../../traffic/untyped'
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
      const { namespace } = service
      const deployment = kind === 'Deployment' ? view.get('deployments', namespace, name) : undefined
      const source = makerOf(view, namespace, { kind, name, version }, deployment)
      return {
        version,
        ref: deployment === undefined ? workloadRef(kind, namespace, name) : refOf(deployment),
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

/** Workloads with containers of their own: pods of a gateway have nothing but the mesh's proxy. */
export function appWorkloads(input: FindingInput): WorkloadFacts[] {
  return workloadsOf(input).filter(({ containers }) => containers.length > 0)
}

interface PodShape {
  metadata?: unknown
  spec?: unknown
}

/**
 * What shows how the pods of a version are made: the template of the workload, that of its ReplicaSet while several
 * generations run, else one of its pods.
 */
function makerOf(
  view: ClusterView,
  namespace: string,
  { kind, name, version }: { kind: string; name: string; version: string },
  deployment: KubeObject | undefined,
): PodShape {
  const own = kind === 'ReplicaSet' ? view.get('replicasets', namespace, name) : deployment
  const sets = byController(view.list('replicasets', namespace)).get(name) ?? []
  const templates = [...(own === undefined ? [] : [own]), ...sets].map(templateOf)
  const exact = templates.find(
    ({ metadata }) => versionIn(stringMapOf(objectOf(metadata).labels)) === version,
  )
  const [pod] = byController(view.list('pods', namespace)).get(name) ?? []
  return exact ?? templates[0] ?? pod ?? {}
}

function templateOf({ spec }: KubeObject): PodShape {
  return objectOf(objectOf(spec).template)
}

/** By the name of the controller, or the own name of what has none. */
const byController = oncePerList((list) => {
  const found = new Map<string, KubeObject[]>()
  for (const object of list) {
    const controller = object.metadata.ownerReferences?.find((each) => each.controller === true)
    const key = controller?.name ?? object.metadata.name
    const known = found.get(key)
    if (known === undefined) found.set(key, [object])
    else known.push(object)
  }
  return found
})

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

/** The version that pods with these labels are of. */
export function versionIn(labels: Labels): string {
  for (const name of VERSION_LABELS) {
    const value = labels.get(name)
    if (value !== undefined && value !== '') return value
  }
  return 'latest'
}

/** Istio's injector writes `latest` where no other label says a version, so that word states none. */
export function statesVersion(labels: Labels): boolean {
  return VERSION_LABELS.some((name) => {
    const value = labels.get(name) ?? ''
    return value !== '' && !(name === 'service.istio.io/canonical-revision' && value === 'latest')
  })
}
