import type { ClusterView } from '@/lib/domain/kube'
import { arrayOf, objectOf, stringOf } from '@/lib/domain/traffic/untyped'
import { parentStatuses } from './acceptance'
import { isGateway, isService, type GatewayRoute, type ParentRef } from './schema'

/** What carries a route out for one of its parents. */
export interface Implementation {
  /** The parent and its class, for words. */
  name: string
  mesh: boolean
  /** Names under which controllers answer; empty where none is known. */
  controllers: readonly string[]
  /** GatewayClass.status.supportedFeatures; undefined where nothing is listed. */
  features?: ReadonlySet<string>
}

/**
 * Controllers that are known to take regular expressions in header matches, which the API leaves to each. Traefik: its
 * gateway provider; Envoy Gateway: envoyproxy/gateway#5370; NGINX Gateway Fabric: nginx/nginx-gateway-fabric#1965; the
 * others translate to Envoy's regex header matcher. Azure's Application Gateway for Containers ignores them.
 */
const TAKES_REGEX: ReadonlySet<string> = new Set([
  'istio.io/gateway-controller',
  'istio.io/mesh-controller',
  'traefik.io/gateway-controller',
  'gateway.envoyproxy.io/gatewayclass-controller',
  'projectcontour.io/gateway-controller',
  'kgateway.dev/kgateway',
  'gateway.nginx.org/nginx-gateway-controller',
])

/** One for each parent of the route. */
export function implementationsOf(view: ClusterView, route: GatewayRoute): Implementation[] {
  return route.parents.map((parent) => implementationOf(view, route, parent))
}

/** True when every controller behind the parent is known to take regular expressions in header matches. */
export function takesRegex({ controllers }: Implementation): boolean {
  return controllers.length > 0 && controllers.every((controller) => TAKES_REGEX.has(controller))
}

function implementationOf(view: ClusterView, route: GatewayRoute, parent: ParentRef): Implementation {
  const answering = [...new Set(parentStatuses(route, parent).map(({ controller }) => controller))]
  if (isService(parent)) return { name: 'the mesh', mesh: true, controllers: answering }
  const found = isGateway(parent) ? classOf(view, parent) : undefined
  const where = `Gateway ${parent.namespace}/${parent.name}`
  if (found === undefined) return { name: where, mesh: false, controllers: answering }
  return {
    name: `${where} of class ${found.name}`,
    mesh: false,
    controllers: found.controller === undefined ? answering : [found.controller],
    ...(found.features === undefined ? {} : { features: found.features }),
  }
}

interface GatewayClass {
  name: string
  controller?: string
  features?: ReadonlySet<string>
}

/** The class of a Gateway; undefined where the Gateway or its class is not there. */
export function classOf(view: ClusterView, gateway: ParentRef): GatewayClass | undefined {
  const object = view.get('k8sgateways', gateway.namespace, gateway.name)
  const name = stringOf(objectOf(object?.spec).gatewayClassName)
  const found = name === undefined ? undefined : view.get('gatewayclasses', '', name)
  if (name === undefined || found === undefined) return undefined
  const controller = stringOf(objectOf(found.spec).controllerName)
  // Up to v1.2 the entries were strings, since then objects with a name.
  const features = arrayOf(objectOf(found.status).supportedFeatures).flatMap(
    (entry) => stringOf(entry) ?? stringOf(objectOf(entry).name) ?? [],
  )
  return {
    name,
    ...(controller === undefined ? {} : { controller }),
    ...(features.length === 0 ? {} : { features: new Set(features) }),
  }
}
