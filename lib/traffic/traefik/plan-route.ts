import { DomainError } from '@/lib/domain/errors'
import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import type { RouteRequest, ServiceRef } from '@/lib/domain/traffic/model'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { arrayOf, numberOf, objectOf, stringOf } from '@/lib/domain/traffic/untyped'
import { deleteWrite } from '../planned-writes'
import { requireVersion } from '../require-version'
import { freeName, traefikServiceEntry } from './entries'
import { versionResolver } from './destination-version'
import { createTraefik, madeFor } from './made-here'
import { matchText } from './match-text'
import { keyOf, usersOf } from './route-index'
import { routeContext } from './rule-context'
import { walk } from './service-tree'
import { gatewayRoutesTo, planRemoveServices } from './uses'
import { planVersionService, requireReady } from './version-service'

/** What the stable version gets; the others are there at 0. */
const STABLE_WEIGHT = 100

/**
 * The writes that give a service an IngressRoute with a weighted TraefikService at 100 % stable and a Service for each
 * version. `gateway` is the name of an entry point. Throws `unsupported` without Traefik's kinds, `invalid` without hosts
 * or for versions that nothing runs, `blocked` for versions without ready pods, `conflict` where a name is taken.
 */
export function planRoute(view: ClusterView, service: ServiceRef, request: RouteRequest): PlannedWrite[] {
  if (!view.has('ingressroutes') || !view.has('traefikservices')) {
    throw new DomainError(
      'unsupported',
      'This cluster has no IngressRoutes and TraefikServices of traefik.io.',
    )
  }
  const { namespace, name } = service
  const match = hostsMatch(request.hosts ?? [])
  if (!request.versions.includes(request.stable)) {
    throw invalid('stable', 'must be one of the versions')
  }
  if (view.get('ingressroutes', namespace, name) !== undefined) {
    throw new DomainError('conflict', `There is an IngressRoute ${name} in ${namespace} already.`)
  }
  const context = { view, service, resolver: versionResolver(view, service) }
  const port = portOf(view, service)
  const versions = [...new Set(request.versions)].map((version, index) => {
    requireVersion(view, service, version, `versions.${index}`)
    const found = planVersionService(context, version, `versions.${index}`, port)
    requireReady(context, version, found.name)
    return { ...found, weight: version === request.stable ? STABLE_WEIGHT : 0 }
  })
  const traefikService = freeName(view, namespace, name)
  const services = versions.map(({ name: own, weight }) => ({ name: own, port, weight }))
  return [
    ...versions.flatMap(({ writes }) => writes),
    createTraefik(
      service,
      { kind: 'TraefikService', namespace, name: traefikService },
      { weighted: { services } },
    ),
    createTraefik(
      service,
      { kind: 'IngressRoute', namespace, name },
      {
        ...(request.gateway === undefined ? {} : { entryPoints: [request.gateway] }),
        routes: [{ kind: 'Rule', match, services: [traefikServiceEntry(traefikService)] }],
      },
    ),
  ]
}

function hostsMatch(hosts: readonly string[]): string {
  if (hosts.length === 0) throw invalid('hosts', 'must name a host: Traefik needs one to tell requests apart')
  return hosts
    .map((value, index) => {
      if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(value))
        throw invalid(`hosts.${index}`, 'must be a host name')
      return matchText([{ kind: 'host', op: 'exact', value }])
    })
    .join(' || ')
}

/** The port for HTTP by its name, else the first one. */
function portOf(view: ClusterView, { namespace, name }: ServiceRef): number {
  const ports = arrayOf(objectOf(view.get('services', namespace, name)?.spec).ports).map(objectOf)
  const http = ports.find((port) => /^https?($|-)/.test(stringOf(port.name) ?? '')) ?? ports[0]
  const port = numberOf(http?.port)
  if (port === undefined)
    throw new DomainError('missing-destination', `Service ${name} has no port to send to.`)
  return port
}

/**
 * The writes that remove an IngressRoute that Aviary made, with the TraefikServices and Services made for it that nothing
 * else uses. Throws `unsupported` for a route that Aviary did not make.
 */
export function planRemoval(view: ClusterView, service: ServiceRef, id: string): PlannedWrite[] {
  const { route } = routeContext(view, service, id)
  const { object, name } = route.ingressRoute
  if (!madeFor(service, object)) {
    throw new DomainError(
      'unsupported',
      `Aviary did not make IngressRoute ${name}, so it does not remove it.`,
    )
  }
  const own = new Map<string, KubeObject>()
  const services = new Set<string>()
  for (const { tree } of route.rules) {
    if (tree === undefined) continue
    walk(tree, ({ entry }) => {
      if (entry.kind === 'Service' && entry.namespace === service.namespace) services.add(entry.name)
      if (entry.kind !== 'TraefikService') return
      const found = view.get('traefikservices', entry.namespace, entry.name)
      const alone =
        gatewayRoutesTo(view, entry.name) === 0 &&
        usersOf(view, entry).every((user) => keyOf(user.route.ingressRoute) === keyOf(route.ingressRoute))
      if (madeFor(service, found) && alone) own.set(keyOf(entry), found)
    })
  }
  const leaving = [...own.values()]
  return [
    deleteWrite(object),
    ...leaving.map(deleteWrite),
    ...planRemoveServices(view, service, [...services], [object, ...leaving]),
  ]
}

function invalid(path: string, message: string): DomainError {
  return new DomainError('invalid', `${path} ${message}.`, { fields: [{ path, message }] })
}
