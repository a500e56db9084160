import { deployment, destinationRule, service, virtualService } from '@/lib/traffic/memory-cluster.fixture'
import type { Body } from './api-server'

export const shop = { cluster: 'sim', namespace: 'shop', name: 'cart' } as const
export const routeId = 'vs~shop~cart'
export const routeRef = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  namespace: 'shop',
  name: 'cart',
} as const

export interface StartCluster {
  /** Whether the rule has the canary already, at weight 0. */
  canaryThere: boolean
  /** What stable and canary hold together; 100 for most rules. */
  total: number
  /** A third version that keeps this weight of the total. */
  third: number
  /** A second rule that matches a path, with a split of its own. */
  secondRule: boolean
}

const versions = ['v1', 'v2', 'v3'] as const

/** A service with three versions behind one VirtualService. */
export function startObjects({ canaryThere, total, third, secondRule }: StartCluster): Body[] {
  const to = (version: string, weight: number) => ({
    destination: { host: 'cart', subset: version },
    weight,
  })
  const route = [
    to('v1', total - third),
    ...(canaryThere ? [to('v2', 0)] : []),
    ...(third > 0 ? [to('v3', third)] : []),
  ]
  const api = { name: 'api', match: [{ uri: { prefix: '/api' } }], route }
  return [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } },
    },
    named(service('shop', 'cart', { app: 'cart' })),
    ...versions.flatMap((version) => deployment('shop', `cart-${version}`, { app: 'cart', version }, 2)),
    destinationRule('shop', 'cart', [...versions]),
    virtualService('shop', 'cart', {
      hosts: ['cart'],
      http: [...(secondRule ? [api] : []), { name: 'main', retries: { attempts: 2 }, route }],
    }),
  ]
}

/** With a port name, which Istio takes the protocol from. */
const named = (body: Body): Body => ({
  ...body,
  spec: { ports: [{ name: 'http', port: 80 }], selector: { app: 'cart' } },
})
