import { listAt, numberAt, objectAt, textAt, textMap, type JsonObject } from '../json'
import { gatewayApiKind, namespaceKind, serviceKind } from '../kinds'
import type { KubeObject } from '../objects'
import { matchesLabels } from '../selectors'
import type { Store } from '../store'
import { fails, holds, type ConditionNow } from './conditions'
import { implementations, type Implementation } from './supported-features'

const gatewayGroup = 'gateway.networking.k8s.io'

/** Who answers for a parentRef, and whether the parent lets the route in. */
export interface ParentAnswer {
  implementation: Implementation
  accepted: ConditionNow
  /** Names of the listeners that the route is attached to. */
  listeners: string[]
}

const accepted = holds('Accepted', 'Route was valid')
const refused = (reason: string, message: string): ConditionNow => fails('Accepted', reason, message)

export function implementationOf(store: Store, gateway: KubeObject): Implementation | undefined {
  const className = textAt(gateway, 'spec', 'gatewayClassName') ?? ''
  const found = store.get(gatewayApiKind('GatewayClass'), '', className)
  const controllerName = textAt(found?.object, 'spec', 'controllerName')
  return implementations.find((each) => each.controllerName === controllerName)
}

function admitsNamespace(store: Store, gateway: KubeObject, listener: unknown, namespace: string): boolean {
  const from = textAt(listener, 'allowedRoutes', 'namespaces', 'from') ?? 'Same'
  if (from === 'All') return true
  if (from === 'Same') return gateway.metadata.namespace === namespace
  const labels = store.get(namespaceKind, '', namespace)?.object.metadata.labels
  const wanted = objectAt(listener, 'allowedRoutes', 'namespaces', 'selector', 'matchLabels')
  return from === 'Selector' && matchesLabels(textMap(wanted), labels)
}

function admitsKind(listener: unknown, kind: string): boolean {
  const kinds = listAt(listener, 'allowedRoutes', 'kinds').map((each) => textAt(each, 'kind'))
  if (kinds.length > 0) return kinds.includes(kind)
  const protocol = textAt(listener, 'protocol') ?? ''
  if (protocol === 'HTTP' || protocol === 'HTTPS') return kind === 'HTTPRoute' || kind === 'GRPCRoute'
  return protocol === 'TLS' ? kind === 'TLSRoute' : protocol === 'TCP' && kind === 'TCPRoute'
}

function hostsMeet(listener: string, route: string): boolean {
  const under = (pattern: string, host: string): boolean =>
    pattern.startsWith('*.') && host.endsWith(pattern.slice(1))
  return listener === route || under(listener, route) || under(route, listener)
}

function admitsHosts(listener: unknown, hosts: readonly string[]): boolean {
  const own = textAt(listener, 'hostname') ?? ''
  return own === '' || hosts.length === 0 || hosts.some((host) => hostsMeet(own, host))
}

function gatewayAnswer(store: Store, route: KubeObject, ref: JsonObject): ParentAnswer | undefined {
  const namespace = route.metadata.namespace ?? ''
  const name = textAt(ref, 'name') ?? ''
  const gateway = store.get(gatewayApiKind('Gateway'), textAt(ref, 'namespace') ?? namespace, name)?.object
  const implementation = gateway === undefined ? undefined : implementationOf(store, gateway)
  if (gateway === undefined || implementation === undefined) return undefined
  const answer = (condition: ConditionNow, listeners: readonly unknown[] = []): ParentAnswer => {
    const names = listeners.map((listener) => textAt(listener, 'name') ?? '')
    return { implementation, accepted: condition, listeners: names }
  }
  const section = textAt(ref, 'sectionName')
  const port = numberAt(ref, 'port')
  const named = listAt(gateway, 'spec', 'listeners').filter(
    (listener) =>
      (section === undefined || textAt(listener, 'name') === section) &&
      (port === undefined || numberAt(listener, 'port') === port),
  )
  if (named.length === 0) return answer(refused('NoMatchingParent', `no listener of ${name} is meant`))
  const open = named.filter(
    (listener) => admitsNamespace(store, gateway, listener, namespace) && admitsKind(listener, route.kind),
  )
  if (open.length === 0)
    return answer(refused('NotAllowedByListeners', `${route.kind} of ${namespace} is not allowed by ${name}`))
  const hosts = listAt(route, 'spec', 'hostnames').map(String)
  const bound = open.filter((listener) => admitsHosts(listener, hosts))
  if (bound.length === 0)
    return answer(
      refused('NoMatchingListenerHostname', `no hostname of the route matches a listener of ${name}`),
    )
  return answer(accepted, bound)
}

function meshAnswer(store: Store, route: KubeObject, ref: JsonObject): ParentAnswer | undefined {
  const implementation = implementations.find((each) => each.mesh)
  if (implementation === undefined) return undefined
  const namespace = textAt(ref, 'namespace') ?? route.metadata.namespace ?? ''
  const name = textAt(ref, 'name') ?? ''
  const service = store.get(serviceKind, namespace, name)?.object
  const port = numberAt(ref, 'port')
  const hasPort =
    port === undefined || listAt(service, 'spec', 'ports').some((each) => numberAt(each, 'port') === port)
  const found = service !== undefined && hasPort
  const condition = found ? accepted : refused('NoMatchingParent', `parent service ${name} not found`)
  return { implementation, accepted: condition, listeners: [] }
}

/** What the parent's implementation says; undefined where none of the sandbox's answers for such a parent. */
export function parentAnswer(store: Store, route: KubeObject, ref: JsonObject): ParentAnswer | undefined {
  const group = textAt(ref, 'group') ?? gatewayGroup
  const kind = textAt(ref, 'kind') ?? 'Gateway'
  if (group === gatewayGroup && kind === 'Gateway') return gatewayAnswer(store, route, ref)
  return group === '' && kind === 'Service' ? meshAnswer(store, route, ref) : undefined
}
