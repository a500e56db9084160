import { DomainError } from '@/lib/domain/errors'
import type { ClusterView, KindId, KubeObject } from '@/lib/domain/kube'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { isMadeFor } from '../made-by-aviary'
import { isNamedByRoutes } from '../named-by-routes'
import { deleteWrite } from '../planned-writes'
import { newVersionService } from '../version-service'
import { versionServiceName } from '../version-service-name'
import { selectorOf } from '../workloads'
import type { DestinationSpec } from './destination-spec'
import { isUsedBeside } from './destination-uses'
import { serviceOfHost } from './hosts'
import { labelsOfVersion } from './subset-labels'

const OWN_KINDS: readonly KindId[] = ['virtualservices', 'destinationrules']

/**
 * A Service that selects only the pods of one version, named `<service>-<version>`. Throws `conflict` where that name
 * is taken, `missing-destination` where the service has no selector or no label tells the version from the others.
 */
export function planVersionService(
  view: ClusterView,
  service: ServiceRef,
  version: string,
): ReturnType<typeof newVersionService> {
  const like = view.get('services', service.namespace, service.name)
  const own = selectorOf(like)
  if (own === undefined) {
    throw new DomainError(
      'missing-destination',
      `${service.name} selects no pods, so Aviary cannot make a Service for version ${version}. Make one named ${versionServiceName(service.name, version)}.`,
    )
  }
  const selector = new Map([...own, ...Object.entries(labelsOfVersion(view, service, version))])
  return newVersionService(view, service, { version, selector, like })
}

/** Deletes the Services that Aviary made for versions and that only the removed destinations still used. */
export function planUnusedServices(
  view: ClusterView,
  service: ServiceRef,
  removed: readonly DestinationSpec[],
  routeNamespace: string,
): PlannedWrite[] {
  const hosts = new Set(removed.flatMap(({ host }) => serviceOfHost(host, routeNamespace)?.name ?? []))
  return madeServices(view, service)
    .filter(({ metadata }) => hosts.has(metadata.name))
    .filter((object) => !isUsedBeside(view, removed, routeNamespace, usesOf(object)))
    .filter(({ metadata }) => !isNamedByRoutes(view, metadata.name, { kinds: OWN_KINDS }))
    .map(deleteWrite)
}

/** The per-version Services that Aviary made for a service. */
export function madeServices(view: ClusterView, service: ServiceRef): KubeObject[] {
  return view.list('services', service.namespace).filter((object) => isMadeFor(object, service))
}

function usesOf({ metadata }: KubeObject): Parameters<typeof isUsedBeside>[3] {
  return ({ host }, namespace) => {
    const target = serviceOfHost(host, namespace)
    return target?.name === metadata.name && target.namespace === metadata.namespace
  }
}
