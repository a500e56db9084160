import { DomainError } from '@/lib/domain/errors'
import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import type { RouteRequest, ServiceRef } from '@/lib/domain/traffic/model'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { arrayOf, numberOf, objectOf, stringOf, type JsonObject } from '@/lib/domain/traffic/untyped'
import { newMetadata } from '../made-by-aviary'
import { createWrite } from '../planned-writes'
import { requireVersion } from '../require-version'
import { planVersionService } from './version-services'

/**
 * The writes that give a service an HTTPRoute with a Service for each version, everything to the stable one: bound to
 * the service itself for a mesh, or to a Gateway. Throws `unsupported` without the Gateway API's CRDs, `invalid` for
 * versions that nothing runs or a Gateway that is not there, `conflict` where a name is taken.
 */
export function planRoute(view: ClusterView, service: ServiceRef, request: RouteRequest): PlannedWrite[] {
  if (!view.has('httproutes')) {
    throw new DomainError(
      'unsupported',
      'This cluster has no HTTPRoutes: the CRDs of the Gateway API are not installed.',
    )
  }
  const { namespace, name } = service
  const versions = [...new Set([request.stable, ...request.versions])]
  if (!request.versions.includes(request.stable)) throw invalid('stable', 'must be one of the versions')
  for (const version of versions) requireVersion(view, service, version, 'versions')
  if (view.get('httproutes', namespace, name) !== undefined) {
    throw new DomainError('conflict', `There is an HTTPRoute ${namespace}/${name} already.`)
  }
  const port = portOf(view, service)
  const parent = parentOf(view, service, request, port)
  const perVersion = versions.map((version) => ({
    version,
    ...planVersionService(view, service, version, name),
  }))
  const body: KubeObject = {
    apiVersion: apiVersionOf(view),
    kind: 'HTTPRoute',
    metadata: newMetadata(service, service),
    spec: {
      parentRefs: [parent],
      ...(request.hosts === undefined || request.hosts.length === 0 ? {} : { hostnames: [...request.hosts] }),
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: '/' } }],
          backendRefs: perVersion.map((each) => ({
            kind: 'Service',
            name: each.name,
            port,
            weight: each.version === request.stable ? 100 : 0,
          })),
        },
      ],
    },
  }
  return [...perVersion.flatMap(({ writes }) => writes), createWrite(body)]
}

/** The version of the API that the cluster's other objects of it have. */
function apiVersionOf(view: ClusterView): string {
  const [object] = (['httproutes', 'k8sgateways', 'gatewayclasses'] as const).flatMap((kind) =>
    view.list(kind),
  )
  return object?.apiVersion ?? 'gateway.networking.k8s.io/v1'
}

/** The port that speaks HTTP by its name or protocol, else the first. */
function portOf(view: ClusterView, service: ServiceRef): number {
  const { ports } = objectOf(view.get('services', service.namespace, service.name)?.spec)
  const all = arrayOf(ports).map(objectOf)
  const port = numberOf((all.find(speaksHttp) ?? all[0])?.port)
  if (port === undefined) throw invalid('service', `${service.name} has no port`)
  return port
}

function speaksHttp({ name, appProtocol }: JsonObject): boolean {
  return [stringOf(appProtocol), stringOf(name)].some((text) =>
    /^(http|http2|grpc|h2c|kubernetes\.io\/h2c)(-|$)/.test(text ?? ''),
  )
}

function parentOf(view: ClusterView, service: ServiceRef, request: RouteRequest, port: number): JsonObject {
  const { gateway = 'mesh', hosts = [] } = request
  if (gateway === 'mesh') {
    if (hosts.length > 0)
      throw invalid('hosts', 'belong to a Gateway; in a mesh the service goes by its own name')
    const several =
      arrayOf(objectOf(view.get('services', service.namespace, service.name)?.spec).ports).length > 1
    return { group: '', kind: 'Service', name: service.name, ...(several ? { port } : {}) }
  }
  const [first = '', second] = gateway.split('/')
  const place =
    second === undefined ? { namespace: service.namespace, name: first } : { namespace: first, name: second }
  if (view.get('k8sgateways', place.namespace, place.name) === undefined) {
    throw invalid('gateway', `${place.namespace}/${place.name} is no Gateway of this cluster`)
  }
  return {
    group: 'gateway.networking.k8s.io',
    kind: 'Gateway',
    ...(place.namespace === service.namespace ? {} : { namespace: place.namespace }),
    name: place.name,
  }
}

function invalid(path: string, message: string): DomainError {
  return new DomainError('invalid', `The route's ${path} ${message}.`, { fields: [{ path, message }] })
}
