import { DomainError, type FieldProblem } from '@/lib/domain/errors'
import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import type { RouteRequest, ServiceRef } from '@/lib/domain/traffic/model'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { requireVersion } from '../require-version'
import { subsetOfVersion } from './destination-of-version'
import { fullHost } from './hosts'
import { isMadeFor, newMetadata } from '../made-by-aviary'
import { createWrite, deleteWrite } from '../planned-writes'
import { istioApiVersion, planSubsets } from './new-subset'
import { readIstioRoutes } from './read-routes'
import { planUnused } from './remove-version-patch'
import { routeContext } from './rule-context'
import { portsOf, type ServicePort } from './service-ports'
import { destinationRulesOf } from './subsets'

const HOST = /^(\*|(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*)$/i

/**
 * A VirtualService for a service without one, at 100 % stable, and the subsets that its versions need. Throws
 * `unsupported` without Istio, `not-found`, `invalid` naming each field, `conflict` where the service has a route.
 */
export function planRoute(view: ClusterView, service: ServiceRef, request: RouteRequest): PlannedWrite[] {
  if (!view.has('virtualservices'))
    throw new DomainError('unsupported', 'Istio is not installed in this cluster.')
  const object = view.get('services', service.namespace, service.name)
  if (object === undefined) throw new DomainError('not-found', `There is no service ${service.name}.`)
  refuseRouted(view, service)
  const versions = [...new Set(request.versions)]
  requireVersion(view, service, request.stable, 'stable')
  for (const [index, version] of versions.entries())
    requireVersion(view, service, version, `versions.${index}`)
  refuseProblems(view, service, request)

  const { names, writes } = subsetsFor(view, service, versions)
  const port = portFor(object, request.gateway)
  const route = versions.map((version) => ({
    destination: {
      host: fullHost(service),
      subset: names.get(version),
      ...(port.number === undefined ? {} : { port: { number: port.number } }),
    },
    weight: version === request.stable ? 100 : 0,
  }))
  const body: KubeObject = {
    apiVersion: istioApiVersion(view),
    kind: 'VirtualService',
    metadata: newMetadata(service, service),
    spec: {
      hosts: [...(request.hosts ?? [fullHost(service)])],
      ...(request.gateway === undefined ? {} : { gateways: [request.gateway] }),
      [port.section]: [port.section === 'http' ? { name: 'main', route } : { route }],
    },
  }
  return [...writes, createWrite(body)]
}

/** Deletes a VirtualService that Aviary made, and then what was made for it. Throws `unsupported` for any other. */
export function planRemoval(view: ClusterView, service: ServiceRef, route: string): PlannedWrite[] {
  const context = routeContext(view, service, route)
  const { object, rules } = context.virtualService
  if (!isMadeFor(object, service)) {
    throw new DomainError(
      'unsupported',
      `Aviary did not make VirtualService ${object.metadata.name}, so it does not remove it.`,
    )
  }
  const used = rules.flatMap((rule) => [...rule.route, ...rule.mirrors].map(({ destination }) => destination))
  return [deleteWrite(object), ...planUnused(context, used)]
}

function refuseRouted(view: ClusterView, service: ServiceRef): void {
  const [route] = readIstioRoutes(view, service)
  const name = route?.name ?? view.get('virtualservices', service.namespace, service.name)?.metadata.name
  if (name === undefined) return
  const words =
    route === undefined
      ? `There is a VirtualService ${name} of another host`
      : `${service.name} has a route: ${name}`
  throw new DomainError('conflict', `${words}.`)
}

function refuseProblems(view: ClusterView, service: ServiceRef, request: RouteRequest): void {
  const { stable, versions, gateway, hosts } = request
  const fields: FieldProblem[] = [
    ...(versions.includes(stable) ? [] : [{ path: 'versions', message: 'must hold the stable version' }]),
    ...(gateway === undefined ? [] : gatewayProblem(view, service, gateway)),
    ...(hosts ?? []).flatMap((host, index) => {
      const fits = HOST.test(host) && (host !== '*' || (gateway ?? 'mesh') !== 'mesh')
      return fits ? [] : [{ path: `hosts.${index}`, message: 'is not a host name' }]
    }),
  ]
  if (fields.length === 0) return
  const words = fields.map(({ path, message }) => `${path} ${message}`).join('; ')
  throw new DomainError('invalid', `This route cannot be made: ${words}.`, { fields })
}

function gatewayProblem(view: ClusterView, service: ServiceRef, gateway: string): FieldProblem[] {
  if (gateway === 'mesh') return []
  const [namespace = '', name] = gateway.includes('/') ? gateway.split('/') : [service.namespace, gateway]
  const found = name !== undefined && view.get('istiogateways', namespace, name) !== undefined
  return found ? [] : [{ path: 'gateway', message: `is not an Istio Gateway of this cluster: ${gateway}` }]
}

function subsetsFor(
  view: ClusterView,
  service: ServiceRef,
  versions: readonly string[],
): ReturnType<typeof planSubsets> {
  const host = fullHost(service)
  const rules = destinationRulesOf(view, host, service.namespace)
  const known = new Map(
    versions.flatMap((version): [string, string][] => {
      const subset = rules.flatMap((rule) => subsetOfVersion({ view, service }, rule, version) ?? [])[0]
      return subset === undefined ? [] : [[version, subset]]
    }),
  )
  const place = { view, service, host, routeNamespace: service.namespace, siblings: [...known.values()] }
  const { names, writes } = planSubsets(
    place,
    versions.filter((version) => !known.has(version)),
  )
  return { names: new Map([...known, ...names]), writes }
}

/** The kind of rule for the Service's ports; a gateway has to be told which of several ports is meant. */
function portFor(
  object: KubeObject,
  gateway: string | undefined,
): { section: 'http' | 'tcp'; number?: number } {
  const ports = portsOf(object)
  const port: ServicePort | undefined =
    ports.find(({ section }) => section === 'http') ?? ports.find(({ section }) => section === 'tcp')
  if (port === undefined || port.section === 'tls') {
    throw new DomainError(
      'unsupported',
      `${object.metadata.name} has only TLS ports; a route for them has to be written by hand, with its SNI hosts.`,
    )
  }
  const chosen = gateway !== undefined && gateway !== 'mesh' && ports.length > 1
  return { section: port.section, ...(chosen ? { number: port.number } : {}) }
}
