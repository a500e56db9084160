import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import { arrayOf, isObject, numberOf, objectOf, stringMapOf, stringOf } from '@/lib/domain/traffic/untyped'

/** Pods, their templates and the versions that they carry, for every data plane. */

export type Labels = ReadonlyMap<string, string>

/** Where a version is read from, first one first: DESIGN.md §1. */
export const VERSION_LABELS = [
  'service.istio.io/canonical-revision',
  'app.kubernetes.io/version',
  'version',
] as const

/** The version of pods without any version label, as Istio's injector and telemetry call it. */
export const UNLABELLED_VERSION = 'latest'

/** The version that labels state, if any. */
export function statedVersion(labels: Labels): string | undefined {
  for (const name of VERSION_LABELS) {
    const value = labels.get(name)
    if (value !== undefined && value !== '') return value
  }
  return undefined
}

/** The version of a pod with these labels. */
export function versionOf(labels: Labels): string {
  return statedVersion(labels) ?? UNLABELLED_VERSION
}

/** Objects of a view are replaced when they change, never edited, so what was read once stays true. */
const labelMemory = new WeakMap<KubeObject, Labels>()
const templateMemory = new WeakMap<KubeObject, PodTemplate>()
/** So are its lists. */
const livePodMemory = new WeakMap<readonly KubeObject[], readonly KubeObject[]>()

export function labelsOf(object: KubeObject): Labels {
  let labels = labelMemory.get(object)
  if (labels === undefined) {
    labels = stringMapOf(object.metadata.labels)
    labelMemory.set(object, labels)
  }
  return labels
}

/** The selector of a Service; undefined where it has none and selects no pods by itself. */
export function selectorOf(service: KubeObject | undefined): Labels | undefined {
  const selector = stringMapOf(objectOf(service?.spec).selector)
  return selector.size > 0 ? selector : undefined
}

/** True when every label of the selector is there. */
export function selects(selector: Labels, labels: Labels): boolean {
  for (const [name, value] of selector) if (labels.get(name) !== value) return false
  return true
}

/** Pods of a namespace that have neither ended nor are on their way out. */
export function livePods(view: ClusterView, namespace: string): readonly KubeObject[] {
  const list = view.list('pods', namespace)
  let live = livePodMemory.get(list)
  if (live === undefined) {
    live = list.filter(isLive)
    livePodMemory.set(list, live)
  }
  return live
}

function isLive(pod: KubeObject): boolean {
  const { phase } = objectOf(pod.status)
  return pod.metadata.deletionTimestamp === undefined && phase !== 'Succeeded' && phase !== 'Failed'
}

/** True when the kubelet says that the pod may get traffic. */
export function isReady(pod: KubeObject): boolean {
  return arrayOf(objectOf(pod.status).conditions).some(
    (condition) => isObject(condition) && condition.type === 'Ready' && condition.status === 'True',
  )
}

/** A workload that would make pods with these labels. */
export interface PodTemplate {
  owner: KubeObject
  labels: Labels
  annotations: Labels
  spec: unknown
  replicas: number
}

/** Templates of a namespace: Deployments, and ReplicaSets with pods that no Deployment keeps. */
export function podTemplates(view: ClusterView, namespace: string): PodTemplate[] {
  const sets = view
    .list('replicasets', namespace)
    .filter((set) => controllerOf(set)?.kind !== 'Deployment')
    .map(templateOf)
    .filter(({ owner, replicas }) => replicas > 0 || controllerOf(owner) === undefined)
  return [...view.list('deployments', namespace).map(templateOf), ...sets]
}

function templateOf(owner: KubeObject): PodTemplate {
  const known = templateMemory.get(owner)
  if (known !== undefined) return known
  const spec = objectOf(owner.spec)
  const template = objectOf(spec.template)
  const metadata = objectOf(template.metadata)
  const read: PodTemplate = {
    owner,
    labels: stringMapOf(metadata.labels),
    annotations: stringMapOf(metadata.annotations),
    spec: template.spec,
    replicas: numberOf(spec.replicas) ?? 1,
  }
  templateMemory.set(owner, read)
  return read
}

/** The controlling owner of an object, by its ownerReferences. */
export function controllerOf(object: KubeObject): { kind: string; name: string } | undefined {
  return object.metadata.ownerReferences?.find(({ controller }) => controller === true)
}

/** Images of the containers of a pod spec, the mesh's proxy left out. */
export function imagesOf(podSpec: unknown): string[] {
  return arrayOf(objectOf(podSpec).containers).flatMap((container) => {
    const { name, image } = objectOf(container)
    const text = stringOf(image)
    return text === undefined || name === 'istio-proxy' ? [] : [text]
  })
}
