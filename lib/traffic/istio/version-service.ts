import { DomainError } from '@/lib/domain/errors'
import type { ClusterView, KindId, KubeObject } from '@/lib/domain/kube'
import { refOf } from '@/lib/domain/kube'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { arrayOf, objectOf } from '@/lib/domain/traffic/untyped'
import { selectorOf } from '../workloads'
import type { DestinationSpec } from './destination-spec'
import { serviceOfHost } from './hosts'
import { isMadeFor, newMetadata } from './made-here'
import { readVirtualService } from './schema'
import { labelsOfVersion } from './subset-labels'
import { dnsLabel } from './version-label'

/** Longest name of a Service, RFC 1123. */
const LONGEST_NAME = 63
const PORT_FIELDS = ['name', 'protocol', 'appProtocol', 'port', 'targetPort']

/** Kinds whose objects may send to a Service by its name. */
const ROUTING_KINDS: readonly KindId[] = [
  'httproutes',
  'grpcroutes',
  'tlsroutes',
  'tcproutes',
  'ingressroutes',
  'traefikservices',
]

/**
 * A Service that selects only the pods of one version, named `<service>-<version>`. Throws `conflict` where that name
 * is taken, `missing-destination` where the service has no selector or no label tells the version from the others.
 */
export function newVersionService(
  view: ClusterView,
  service: ServiceRef,
  version: string,
): PlannedWrite & { body: KubeObject } {
  const { namespace } = service
  const object = view.get('services', namespace, service.name)
  const selector = selectorOf(object)
  const name = `${service.name}-${dnsLabel(version)}`.slice(0, LONGEST_NAME).replace(/-+$/, '')
  if (selector === undefined) {
    throw new DomainError(
      'missing-destination',
      `${service.name} selects no pods, so Aviary cannot make a Service for version ${version}. Make one named ${name}.`,
    )
  }
  if (view.get('services', namespace, name) !== undefined) {
    throw new DomainError(
      'conflict',
      `There is a Service ${name} already, and it is not of version ${version} alone.`,
    )
  }
  const ports = arrayOf(objectOf(object?.spec).ports).map((port) =>
    Object.fromEntries(Object.entries(objectOf(port)).filter(([field]) => PORT_FIELDS.includes(field))),
  )
  const body: KubeObject = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: newMetadata(service, name),
    spec: {
      selector: { ...Object.fromEntries(selector), ...labelsOfVersion(view, service, version) },
      ports,
    },
  }
  return { verb: 'create', object: refOf(body), body }
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
    .filter((object) => usesOf(view, object) <= usesAmong(removed, routeNamespace, object))
    .filter((object) => !namedElsewhere(view, object))
    .map((live) => ({ verb: 'delete', object: refOf(live), live }))
}

/** The per-version Services that Aviary made for a service. */
export function madeServices(view: ClusterView, service: ServiceRef): KubeObject[] {
  return view.list('services', service.namespace).filter((object) => isMadeFor(object, service))
}

function usesOf(view: ClusterView, object: KubeObject): number {
  return view
    .list('virtualservices')
    .map(readVirtualService)
    .flatMap(({ namespace, rules }) =>
      rules.map(({ route, mirrors }) =>
        usesAmong(
          [...route, ...mirrors].map(({ destination }) => destination),
          namespace,
          object,
        ),
      ),
    )
    .reduce((sum, uses) => sum + uses, 0)
}

function usesAmong(
  destinations: readonly DestinationSpec[],
  namespace: string,
  { metadata }: KubeObject,
): number {
  return destinations.filter(({ host }) => {
    const target = serviceOfHost(host, namespace)
    return target?.name === metadata.name && target.namespace === metadata.namespace
  }).length
}

/** Another data plane may send there too; its objects name Services by a member `name`. */
function namedElsewhere(view: ClusterView, { metadata }: KubeObject): boolean {
  const member = `"name":${JSON.stringify(metadata.name)}`
  return ROUTING_KINDS.some((kind) =>
    view.list(kind).some(({ spec }) => JSON.stringify(spec ?? null).includes(member)),
  )
}
