import type { KubeObject } from '@/lib/domain/kube'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import { deployment, MemoryCluster, service } from '../memory-cluster.fixture'

export const cart: ServiceRef = { cluster: 'test', namespace: 'shop', name: 'cart' }
export const cartRoute = 'service~shop~cart'

type Body = ConstructorParameters<typeof MemoryCluster>[0][number]

/** A Deployment with all its pods ready, as an API server serves it. */
export function runs(name: string, version: string, replicas: number, app = 'cart'): Body[] {
  const [head, ...rest] = deployment('shop', name, { app, version }, replicas)
  if (head === undefined) return rest
  const spec = head.spec as object
  return [{ ...head, spec: { ...spec, selector: { matchLabels: { app, version } } } }, ...rest]
}

/** `cart` with v1 and v2 behind one Service, and what a test adds. */
export function plainCluster(v1: number, v2: number, ...more: Body[]): MemoryCluster {
  return new MemoryCluster([
    service('shop', 'cart', { app: 'cart' }),
    ...runs('cart-v1', 'v1', v1),
    ...runs('cart-v2', 'v2', v2),
    ...more,
  ])
}

export function autoscaler(target: string, min: number | undefined, max: number): Body {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { namespace: 'shop', name: `${target}-hpa` },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: target },
      ...(min === undefined ? {} : { minReplicas: min }),
      maxReplicas: max,
    },
  }
}

export function budget(name: string, labels: Record<string, string>, spec: object): Body {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { namespace: 'shop', name },
    spec: { selector: { matchLabels: labels }, ...spec },
  }
}

export function quota(hard: Record<string, string>, used: Record<string, string>, spec: object = {}): Body {
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { namespace: 'shop', name: 'limits' },
    spec: { hard, ...spec },
    status: { hard, used },
  }
}

/** An object of the cluster that must be there. */
export function must(object: KubeObject | undefined): KubeObject {
  if (object === undefined) throw new Error('no such object')
  return object
}
