import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import type { ServiceVersion } from '@/lib/domain/traffic/model'
import { arrayOf, objectOf } from '@/lib/domain/traffic/untyped'
import {
  controllerOf,
  imagesOf,
  isReady,
  labelsOf,
  livePods,
  podTemplates,
  selects,
  versionOf,
  type Labels,
  type PodTemplate,
} from './workloads'

/** Stands where an object doesn't say when it was made, which no API server leaves out. */
const NEVER = '1970-01-01T00:00:00Z'

type VersionWorkload = ServiceVersion['workloads'][number]

interface Group {
  workloads: Map<string, VersionWorkload>
  /** Keys of the workloads whose template is of this version. */
  templated: Set<string>
  readyPods: number
  podsInjected: boolean[]
  templatesInjected: boolean[]
}

/**
 * The versions among pods and workloads that any of the selectors chooses, and among `others`, pods that are known by
 * other means; a version survives having no pods.
 */
export function versionsSelected(
  view: ClusterView,
  namespace: string,
  selectors: readonly Labels[],
  others: readonly KubeObject[] = [],
): ServiceVersion[] {
  const chosen = (labels: Labels) => selectors.some((selector) => selects(selector, labels))
  const groups = new Map<string, Group>()
  for (const template of podTemplates(view, namespace)) {
    if (chosen(template.labels)) addTemplate(groups, view, namespace, template)
  }
  for (const pod of livePods(view, namespace)) {
    if (chosen(labelsOf(pod)) || others.includes(pod)) addPod(groups, view, pod)
  }
  return [...groups]
    .map(([version, group]) => ({
      version,
      workloads: [...group.workloads.values()].sort((a, b) => compare(a.name, b.name)),
      readyPods: group.readyPods,
      injected: (group.podsInjected.length > 0 ? group.podsInjected : group.templatesInjected).every(Boolean),
    }))
    .sort((a, b) => compare(a.version, b.version))
}

/** v2 before v10. */
function compare(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true })
}

function groupOf(groups: Map<string, Group>, version: string): Group {
  let group = groups.get(version)
  if (group === undefined) {
    group = {
      workloads: new Map(),
      templated: new Set(),
      readyPods: 0,
      podsInjected: [],
      templatesInjected: [],
    }
    groups.set(version, group)
  }
  return group
}

function addTemplate(
  groups: Map<string, Group>,
  view: ClusterView,
  namespace: string,
  template: PodTemplate,
): void {
  const group = groupOf(groups, versionOf(template.labels))
  const { kind, name } = workloadOf(view, template.owner)
  const key = `${kind}/${name}`
  const known = group.workloads.get(key)
  group.templated.add(key)
  if (known === undefined) {
    group.workloads.set(key, {
      ...workload(kind, name, imagesOf(template.spec), template.owner),
      desired: template.replicas,
    })
  } else {
    known.desired += template.replicas
  }
  group.templatesInjected.push(wouldBeInjected(view, namespace, template))
}

function addPod(groups: Map<string, Group>, view: ClusterView, pod: KubeObject): void {
  const group = groupOf(groups, versionOf(labelsOf(pod)))
  const owner = workloadOf(view, pod)
  const key = `${owner.kind}/${owner.name}`
  let known = group.workloads.get(key)
  if (known === undefined) {
    known = workload(owner.kind, owner.name, imagesOf(pod.spec), pod)
    group.workloads.set(key, known)
  }
  // A workload without a template here (an older generation, a StatefulSet) wants the pods that it has.
  if (!group.templated.has(key)) known.desired += 1
  if (isReady(pod)) {
    known.ready += 1
    group.readyPods += 1
  }
  group.podsInjected.push(isInjected(pod))
}

function workload(kind: string, name: string, images: string[], object: KubeObject): VersionWorkload {
  const createdAt = object.metadata.creationTimestamp ?? NEVER
  return { kind, name, ready: 0, desired: 0, images, createdAt }
}

/** The workload that a pod, or a workload's template, belongs to: up through its ReplicaSet. */
export function workloadOf(view: ClusterView, object: KubeObject): { kind: string; name: string } {
  const controller = controllerOf(object)
  const namespace = object.metadata.namespace ?? ''
  if (controller === undefined) return { kind: object.kind, name: object.metadata.name }
  const set =
    controller.kind === 'ReplicaSet' ? view.get('replicasets', namespace, controller.name) : undefined
  const top = set === undefined ? controller : (controllerOf(set) ?? controller)
  return { kind: top.kind, name: top.name }
}

function isInjected(pod: KubeObject): boolean {
  const { containers, initContainers } = objectOf(pod.spec)
  const sidecar = [...arrayOf(containers), ...arrayOf(initContainers)].some(
    (container) => objectOf(container).name === 'istio-proxy',
  )
  return sidecar || pod.metadata.annotations?.['ambient.istio.io/redirection'] === 'enabled'
}

/** What Istio's injector would do with a new pod: the pod's own word first, then the namespace's. */
function wouldBeInjected(view: ClusterView, namespace: string, template: PodTemplate): boolean {
  const own =
    template.labels.get('sidecar.istio.io/inject') ?? template.annotations.get('sidecar.istio.io/inject')
  if (own !== undefined) return own === 'true'
  const home = view.get('namespaces', '', namespace)?.metadata.labels ?? {}
  return (
    home['istio-injection'] === 'enabled' ||
    (home['istio.io/rev'] ?? '') !== '' ||
    home['istio.io/dataplane-mode'] === 'ambient'
  )
}
