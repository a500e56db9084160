import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import { arrayOf, objectOf, stringOf } from '@/lib/domain/traffic/untyped'
import {
  labelsOf,
  livePods,
  podTemplates,
  selectorOf,
  selects,
  statedVersion,
  versionOf,
  type Labels,
} from './workloads'

/** The one version that a set of labels selects; pods speak before templates, templates before the labels themselves. */
export function versionSelected(view: ClusterView, namespace: string, chosen: Labels): string | undefined {
  const pods = distinct(livePods(view, namespace).map(labelsOf), chosen)
  if (pods.size === 1) return [...pods][0]
  // Several generations at once: what the workloads want to have decides, if they agree.
  const templates = distinct(
    podTemplates(view, namespace).map(({ labels }) => labels),
    chosen,
  )
  if (templates.size > 0 || pods.size > 0) return templates.size === 1 ? [...templates][0] : undefined
  return statedVersion(chosen)
}

function distinct(all: readonly Labels[], chosen: Labels): Set<string> {
  return new Set(all.filter((labels) => selects(chosen, labels)).map(versionOf))
}

/**
 * The one version behind a Service. Without a selector its EndpointSlices say which pods it has, and without those its
 * own version label is all there is. Undefined where there are several, or the Service is gone.
 */
export function versionOfService(
  view: ClusterView,
  { namespace, name }: Pick<ServiceRef, 'namespace' | 'name'>,
): string | undefined {
  const object = view.get('services', namespace, name)
  if (object === undefined) return undefined
  const selector = selectorOf(object)
  if (selector !== undefined) return versionSelected(view, namespace, selector)
  const versions = new Set(podsOfSlices(view, namespace, name).map((pod) => versionOf(labelsOf(pod))))
  return versions.size > 0 ? only(versions) : statedVersion(labelsOf(object))
}

function only(values: ReadonlySet<string>): string | undefined {
  return values.size === 1 ? [...values][0] : undefined
}

/** Pods that the EndpointSlices of a Service name; for Services without a selector, whose slices are made by hand. */
export function podsOfSlices(view: ClusterView, namespace: string, name: string): KubeObject[] {
  const names = view
    .list('endpointslices', namespace)
    .filter((slice) => slice.metadata.labels?.['kubernetes.io/service-name'] === name)
    .flatMap((slice) => arrayOf(slice.endpoints))
    .flatMap((endpoint) => {
      const target = objectOf(objectOf(endpoint).targetRef)
      return target.kind === 'Pod' ? (stringOf(target.name) ?? []) : []
    })
  return [...new Set(names)].flatMap((pod) => view.get('pods', namespace, pod) ?? [])
}
