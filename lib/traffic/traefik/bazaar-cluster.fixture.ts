import type { JsonPatch, KubeObject } from '@/lib/domain/kube'
import type { Move, Route, Rule } from '@/lib/domain/traffic/model'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { deployment, MemoryCluster, service } from '../memory-cluster.fixture'
import { traefikRouter } from './router'

/** A service `web` of namespace `bazaar` behind Traefik, in as many shapes as tests ask for. */

type Body = ConstructorParameters<typeof MemoryCluster>[0][number]

export const web = { cluster: 'test', namespace: 'bazaar', name: 'web' }
export const MAIN = 'ingressroute~bazaar~main'
export const HOST = 'Host(`web.test`)'

export const leaf = (name: string, weight?: number, extra: object = {}) => ({
  name,
  port: 80,
  ...(weight === undefined ? {} : { weight }),
  ...extra,
})
export const nested = (name: string, weight?: number, extra: object = {}) => ({
  kind: 'TraefikService',
  name,
  ...(weight === undefined ? {} : { weight }),
  ...extra,
})

export function ingressRoute(routes: readonly object[], name = 'main', extra: object = {}): Body {
  return {
    apiVersion: 'traefik.io/v1alpha1',
    kind: 'IngressRoute',
    metadata: { namespace: 'bazaar', name },
    spec: { entryPoints: ['web'], routes, ...extra },
  }
}

export function traefikService(name: string, spec: object, namespace = 'bazaar'): Body {
  return { apiVersion: 'traefik.io/v1alpha1', kind: 'TraefikService', metadata: { namespace, name }, spec }
}

export const weighted = (name: string, services: readonly object[], extra: object = {}) =>
  traefikService(name, { weighted: { services, ...extra } })

/** `web` with pods of v1, v2 and v3, and a Service for v1 and v2 each. */
export const workloads = (pods: number): Body[] => [
  service('bazaar', 'web', { app: 'web' }),
  service('bazaar', 'web-v1', { app: 'web', version: 'v1' }),
  service('bazaar', 'web-v2', { app: 'web', version: 'v2' }),
  service('bazaar', 'cart', { app: 'cart' }),
  {
    ...service('bazaar', 'legacy'),
    spec: { type: 'ExternalName', externalName: 'legacy.example.com', ports: [{ port: 80 }] },
  },
  ...['v1', 'v2', 'v3'].flatMap((version) =>
    deployment('bazaar', `web-${version}`, { app: 'web', version }, pods, { sidecar: false }),
  ),
  ...deployment('bazaar', 'cart-v1', { app: 'cart', version: 'v1' }, 1, { sidecar: false }),
]

export const cluster = (...objects: Body[]) => new MemoryCluster([...workloads(2), ...objects])

/** The usual one: an IngressRoute to a weighted TraefikService of v1 and v2. */
export const splitCluster = (one = 90, two = 10, extra: object = {}) =>
  cluster(
    ingressRoute([{ kind: 'Rule', match: HOST, services: [nested('web')] }]),
    weighted('web', [leaf('web-v1', one), leaf('web-v2', two)], extra),
  )

/** A cluster as far as it is only read. */
export type Seen = Pick<MemoryCluster, 'view'>

export function routesOf({ view }: Seen, of = web): Route[] {
  return traefikRouter.readRoutes(view, of)
}

export function ruleOf(on: Seen, index = 0): Rule {
  const rule = routesOf(on)[0]?.rules[index]
  if (rule === undefined) throw new Error(`there is no rule ${index}`)
  return rule
}

export function plan({ view }: Seen, move: Move, route = MAIN): PlannedWrite[] {
  return traefikRouter.plan(view, web, route, move)
}

export function patchOf(on: Seen, move: Move): JsonPatch {
  const [write, ...others] = plan(on, move)
  if (write?.patch === undefined || others.length > 0) throw new Error('not one patch')
  return write.patch
}

/** What each write does, in short. */
export const titles = (writes: readonly PlannedWrite[]) =>
  writes.map(({ verb, object }) => `${verb} ${object.kind} ${object.name}`)

/** Specs of all that can be written, by kind and name. */
export function specsOf({ view }: Seen): Record<string, unknown> {
  const objects: KubeObject[] = (['ingressroutes', 'traefikservices', 'services'] as const).flatMap(
    (kind) => [...view.list(kind)],
  )
  return Object.fromEntries(objects.map(({ kind, metadata, spec }) => [`${kind} ${metadata.name}`, spec]))
}
