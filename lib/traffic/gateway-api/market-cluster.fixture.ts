import { isDomainError } from '@/lib/domain/errors'
import type { JsonPatch } from '@/lib/domain/kube'
import type { Move, Rule } from '@/lib/domain/traffic/model'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { deployment, MemoryCluster, service } from '../memory-cluster.fixture'
import { gatewayApiRouter } from './router'

/** A service `cart` with versions v1 and v2 and routes of the Gateway API, for tests. */

export const cart = { cluster: 'test', namespace: 'market', name: 'cart' }
export const ROUTE = 'httproute~market~cart'

type Body = Parameters<MemoryCluster['put']>[0]

export const ISTIO_FEATURES = [
  'HTTPRoute',
  'HTTPRouteMethodMatching',
  'HTTPRouteQueryParamMatching',
  'HTTPRouteRequestMirror',
  'HTTPRouteRequestMultipleMirrors',
  'HTTPRouteRequestPercentageMirror',
]

const API = 'gateway.networking.k8s.io/v1'

/** A GatewayClass, and a Gateway `market/<name>` of it. */
export function gateway(
  name: string,
  controllerName: string,
  supportedFeatures?: readonly unknown[],
): Body[] {
  const status = supportedFeatures === undefined ? {} : { supportedFeatures }
  return [
    {
      apiVersion: API,
      kind: 'GatewayClass',
      metadata: { name: `class-${name}` },
      spec: { controllerName },
      status,
    },
    {
      apiVersion: API,
      kind: 'Gateway',
      metadata: { namespace: 'market', name },
      spec: {
        gatewayClassName: `class-${name}`,
        listeners: [{ name: 'http', hostname: `${name}.example.com` }],
      },
    },
  ]
}

export const istioGateway = gateway('public', 'istio.io/gateway-controller', ISTIO_FEATURES)

export function route(kind: string, name: string, spec: unknown, namespace = 'market'): Body {
  return { apiVersion: API, kind, metadata: { namespace, name }, spec }
}

/** A backendRef as the API server fills it in. */
export function ref(name: string, weight?: number): Record<string, unknown> {
  return { group: '', kind: 'Service', name, port: 80, ...(weight === undefined ? {} : { weight }) }
}

export const workloads: Body[] = [
  service('market', 'cart', { app: 'cart' }),
  ...deployment('market', 'cart-v1', { app: 'cart', version: 'v1' }, 2),
  ...deployment('market', 'cart-v2', { app: 'cart', version: 'v2' }, 1),
]

export const versionServices: Body[] = ['v1', 'v2'].map((version) =>
  service('market', `cart-${version}`, { app: 'cart', version }),
)

export const toService = { group: '', kind: 'Service', name: 'cart' }
export const toGateway = { name: 'public' }

/** The cluster with an HTTPRoute `cart` of these rules, bound to a Gateway of Istio's where nothing else is said. */
export function clusterWith(
  rules: readonly object[],
  extra: readonly Body[] = versionServices,
  parentRefs: readonly object[] = [toGateway],
): MemoryCluster {
  return new MemoryCluster([
    ...workloads,
    ...istioGateway,
    ...extra,
    route('HTTPRoute', 'cart', { parentRefs, rules }),
  ])
}

export function plan(cluster: MemoryCluster, move: Move, id = ROUTE): PlannedWrite[] {
  return gatewayApiRouter.plan(cluster.view, cart, id, move)
}

/** The patch of the route that a move makes. */
export function patchOf(cluster: MemoryCluster, move: Move, id = ROUTE): JsonPatch | undefined {
  return plan(cluster, move, id).find(({ object }) => object.kind.endsWith('Route'))?.patch
}

export function routeOf(cluster: MemoryCluster, id = ROUTE) {
  const found = gatewayApiRouter.readRoutes(cluster.view, cart).find((each) => each.id === id)
  if (found === undefined) throw new Error(`there is no route ${id}`)
  return found
}

export function rulesOf(cluster: MemoryCluster, id = ROUTE): Rule[] {
  return routeOf(cluster, id).rules
}

/** The words with which something is refused. */
export function refusalOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (isDomainError(error)) return `${error.code}: ${error.message}`
    throw error
  }
  return ''
}
