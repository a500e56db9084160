import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import { versionOfService } from './selected-version'
import { versionServiceName } from './version-service-name'
import { selectorOf, VERSION_LABELS, type Labels } from './workloads'

/** Labels that single out a version or generation of pods and nothing else. */
const NARROWING_LABELS: ReadonlySet<string> = new Set([
  ...VERSION_LABELS,
  'rollouts-pod-template-hash',
  'pod-template-hash',
])

/** A Service by its place in the cluster. */
export type PlacedService = Pick<ServiceRef, 'namespace' | 'name'>

/**
 * The service itself and its per-version Services: those of its namespace that select a part of its pods, or that its
 * own routes send to (`routed`) under a name that begins with the service's.
 */
export function backingServicesOf(
  view: ClusterView,
  service: ServiceRef,
  routed: ReadonlySet<string>,
): PlacedService[] {
  const { namespace, name } = service
  const selector = selectorOf(view.get('services', namespace, name))
  const perVersion = view
    .list('services', namespace)
    .filter((other) => other.metadata.name !== name)
    .filter((other) => routed.has(other.metadata.name) || selectsPart(other, selector, name))
    .map((other) => ({ namespace, name: other.metadata.name }))
  return [{ namespace, name }, ...perVersion]
}

/** A longer selector alone is not enough: a Service for everything in the namespace has no versions. */
function selectsPart(other: KubeObject, selector: Labels | undefined, name: string): boolean {
  const own = selectorOf(other)
  if (selector === undefined || own === undefined || own.size <= selector.size) return false
  for (const [label, value] of selector) if (own.get(label) !== value) return false
  const extra = [...own.keys()].filter((label) => !selector.has(label))
  return other.metadata.name.startsWith(`${name}-`) || extra.every((label) => NARROWING_LABELS.has(label))
}

/** True when a Service of the service's namespace has the name that Aviary would give one of its version. */
export function isNamedByVersion(view: ClusterView, service: PlacedService, other: string): boolean {
  const version = versionOfService(view, { namespace: service.namespace, name: other })
  return version !== undefined && versionServiceName(service.name, version) === other
}
