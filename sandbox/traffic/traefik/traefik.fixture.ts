import { asCluster } from '../manifest-objects'
import { compileMesh } from '../mesh'
import { crowd } from '../population'
import { seededRandom } from '../random'
import type { Request } from '../route-match'
import type { Count } from '../traffic.fixture'
import { counter, deployment, object, versions } from '../traffic.fixture'
import { createTraefikMetrics } from './metrics'
import type { ServiceRef } from './objects'
import { TraefikProxy } from './proxy'
import { Visitors } from './visitors'

const crd = 'traefik.io/v1alpha1'
const api = 'gateway.networking.k8s.io/v1'
export const host = 'shop.example'
export const services = 'traefik_service_requests_total'
export const routers = 'traefik_router_requests_total'
export const leaf = (name: string): string => `bazaar-${name}-80@kubernetescrd`
export const pod = (words: Record<string, string> = {}): object =>
  deployment('traefik', 'traefik', 'v3', {
    sidecar: false,
    labels: { 'app.kubernetes.io/name': 'traefik' },
    words,
  })
export const refs = (...weights: number[]): ServiceRef[] =>
  weights.map((weight, index) => ({ name: `web-v${index + 1}`, port: 80, weight }))
export const traefikService = (name: string, spec: object): object =>
  object(crd, 'TraefikService', `bazaar/${name}`, spec)
export const split = (...weights: number[]): object =>
  traefikService('split', { weighted: { services: refs(...weights) } })
export const ingress = (to: ServiceRef[], match = `Host(\`${host}\`)`, more: object[] = []): object =>
  object(crd, 'IngressRoute', 'bazaar/web', { routes: [{ kind: 'Rule', match, services: to }, ...more] })
export const toSplit: ServiceRef[] = [{ kind: 'TraefikService', name: 'split' }]
export const web = versions('bazaar', 'web')

/** One Traefik over these objects; every backend answers the same, in 30 ms. */
export function proxyOver(objects: object[], code = 200) {
  const { traefik } = compileMesh(asCluster([pod(), ...web, ...objects]))
  const metrics = createTraefikMetrics()
  const random = seededRandom(5)
  const visitors = new Visitors(random)
  const answer = { code, grpc: '0', latencyMs: 30 }
  const proxy = new TraefikProxy(traefik.instances, metrics, visitors, random, () => answer)
  return { traefik, metrics, visitors, random, proxy }
}

/** Sends 2,000 requests of the crowd, or always the same one, through one Traefik and answers its counters. */
export function through(
  objects: object[],
  { requests = 2000, request }: { requests?: number; request?: Request } = {},
): Count {
  const { metrics, random, proxy } = proxyOver(objects)
  const people = crowd()
  for (let sent = 0; sent < requests; sent += 1) {
    const next = request ?? people[Math.floor(random.next() * people.length)]
    if (next) proxy.take(next, host)
  }
  return counter(metrics.samples())
}

/** Requests that each leaf of the namespace bazaar was counted for. */
export const shares = (count: Count, ...names: string[]): number[] =>
  names.map((name) => count({ service: leaf(name) }, services))

/** The objects by which Traefik serves one HTTPRoute. */
export function gatewayApi(rules: object[]): object[] {
  return [
    object(api, 'GatewayClass', '/traefik', { controllerName: 'traefik.io/gateway-controller' }),
    object(api, 'Gateway', 'bazaar/gw', {
      gatewayClassName: 'traefik',
      listeners: [{ name: 'web', port: 8000 }],
    }),
    object(api, 'HTTPRoute', 'bazaar/web', { parentRefs: [{ name: 'gw' }], hostnames: [host], rules }),
  ]
}
