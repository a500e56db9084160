import type { ClusterView } from '@/lib/domain/kube'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import { versionOfService, versionSelected } from '../selected-version'
import { selectorOf, type Labels } from '../workloads'
import { backingServices } from './backing-services'
import { serviceOfHost, type HostedService } from './hosts'
import type { DestinationSpec } from './destination-spec'
import { destinationRulesOf, findSubset } from './subsets'

/** Tells the version of destinations, for one service and one state of the cluster. */
export interface VersionResolver {
  /** The service and its per-version Services. */
  backing: readonly HostedService[]
  /** Undefined where a destination is none of the service's or takes in several versions. */
  versionOf(destination: DestinationSpec, routeNamespace: string): string | undefined
}

/**
 * A destination's version (API.md "Ids") is that of the pods which its subset or per-version Service selects, else of
 * the selected workloads' pod templates, else the label's value. Destinations on other services have none here.
 */
export function versionResolver(view: ClusterView, service: ServiceRef): VersionResolver {
  const backing = backingServices(view, service)
  const known = new Map<string, string | undefined>()
  return {
    backing,
    versionOf: (destination, routeNamespace) => {
      if (!isBacking({ backing }, destination.host, routeNamespace)) return undefined
      const key = JSON.stringify([routeNamespace, destination.host, destination.subset])
      if (!known.has(key)) known.set(key, resolve(view, destination, routeNamespace))
      return known.get(key)
    },
  }
}

/** True when a host is the service or one of its per-version Services. */
export function isBacking(
  { backing }: Pick<VersionResolver, 'backing'>,
  host: string,
  routeNamespace: string,
): boolean {
  const target = serviceOfHost(host, routeNamespace)
  return backing.some(({ namespace, name }) => target?.namespace === namespace && target.name === name)
}

function resolve(
  view: ClusterView,
  destination: DestinationSpec,
  routeNamespace: string,
): string | undefined {
  const target = serviceOfHost(destination.host, routeNamespace)
  if (target === undefined) return undefined
  if (destination.subset === undefined) return versionOfService(view, target)
  const found = findSubset(destinationRulesOf(view, destination.host, routeNamespace), destination.subset)
  if (found === undefined) return undefined
  const selector = selectorOf(view.get('services', target.namespace, target.name))
  const chosen = narrowed(selector, found.subset.labels)
  return chosen === undefined || chosen.size === 0
    ? undefined
    : versionSelected(view, target.namespace, chosen)
}

/** A Service's selector together with a subset's labels; undefined where they contradict each other. */
export function narrowed(selector: Labels | undefined, labels: Labels): Labels | undefined {
  const chosen = new Map(selector)
  for (const [label, value] of labels) {
    if ((chosen.get(label) ?? value) !== value) return undefined
    chosen.set(label, value)
  }
  return chosen
}
