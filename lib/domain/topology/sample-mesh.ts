import type { ClusterView, KindId, KubeObject } from '../kube'
import type { Route, Rule, ServiceRef } from '../traffic/model'
import type { GraphCluster, GraphInput, GraphRelease, GraphVersion } from './graph-model'
import type { Party, TrafficRow } from './traffic'

const cluster = 'sandbox'
export const nobody: Party = {
  cluster: 'unknown',
  namespace: 'unknown',
  workload: 'unknown',
  app: 'unknown',
  version: 'unknown',
}

/** A party as Istio names it: `Kubernetes` is its default name of a cluster, never ours. */
export function party(app: string, version: string, namespace = 'shop'): Party {
  return { cluster: 'Kubernetes', namespace, workload: `${app}-${version}`, app, version }
}

/** A row from frontend v1 to checkout, unless said otherwise. */
export function row(
  more: Partial<TrafficRow> & { to?: string; service?: TrafficRow['service'] } = {},
): TrafficRow {
  const { to = 'v1', ...rest } = more
  return {
    reporter: 'source',
    source: party('frontend', 'v1'),
    destination: party('checkout', to),
    service: asked('checkout'),
    protocol: 'http',
    code: '2xx',
    flags: '',
    rate: 1,
    ...rest,
  }
}

export function asked(name: string, namespace = 'shop'): TrafficRow['service'] {
  return { host: `${name}.${namespace}.svc.cluster.local`, name, namespace, cluster: 'Kubernetes' }
}

export function rule(split: Record<string, number>, more: Partial<Rule> = {}): Rule {
  const destinations = Object.entries(split).map(([version, percent]) => ({
    key: version,
    version,
    host: 'checkout',
    subset: version,
    weight: percent,
    percent,
  }))
  return { id: 'main', match: [], total: 100, destinations, mirrors: [], ...more }
}

export function route(rules: Rule[], more: Partial<Route> = {}): Route {
  return {
    id: 'vs~shop~checkout',
    kind: 'VirtualService',
    name: 'checkout',
    namespace: 'shop',
    dataPlane: 'istio',
    revision: 'r1',
    hosts: ['checkout'],
    gateways: [],
    capabilities: {
      weights: true,
      mirror: { percentStep: 1 },
      match: false,
      fault: false,
      cutOver: false,
      addVersion: true,
    },
    rules,
    ...more,
  }
}

export function version(service: string, name: string, more: Partial<GraphVersion> = {}): GraphVersion {
  return {
    version: name,
    workloads: [{ name: `${service}-${name}`, ready: 2, desired: 2 }],
    injected: true,
    ...more,
  }
}

export interface SampleService {
  versions?: GraphVersion[]
  routes?: Route[]
  selector?: Record<string, string>
  labels?: Record<string, string>
  type?: string
}

/** A cluster with these services (`namespace/name`) and other objects. */
export function meshOf(
  services: Record<string, SampleService>,
  objects: Partial<Record<KindId, KubeObject[]>> = {},
): GraphCluster {
  const all: Partial<Record<KindId, KubeObject[]>> = {
    ...objects,
    services: Object.entries(services).map(([key, { selector = {}, labels = {}, type = 'ClusterIP' }]) => {
      const [namespace = '', name = ''] = key.split('/')
      return labelled(object('Service', namespace, name, { selector, type }), labels)
    }),
  }
  const view: ClusterView = {
    cluster,
    has: () => true,
    list: (kind, namespace) =>
      (all[kind] ?? []).filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace),
    get: (kind, namespace, name) =>
      all[kind]?.find(({ metadata }) => metadata.namespace === namespace && metadata.name === name),
  }
  const of = ({ namespace, name }: ServiceRef): SampleService => services[`${namespace}/${name}`] ?? {}
  return {
    view,
    routesOf: (service) => of(service).routes ?? [],
    versionsOf: (service) => of(service).versions ?? [],
  }
}

export function object(kind: string, namespace: string, name: string, spec: unknown): KubeObject {
  return { apiVersion: 'v1', kind, metadata: { namespace, name, uid: name, resourceVersion: '1' }, spec }
}

export function labelled(one: KubeObject, labels: Record<string, string>): KubeObject {
  return { ...one, metadata: { ...one.metadata, labels } }
}

/** Frontend v1, and checkout with v1 and v2 split 90/10. */
export function shop(more: SampleService = {}): Record<string, SampleService> {
  return {
    'shop/frontend': { versions: [version('frontend', 'v1')] },
    'shop/checkout': {
      versions: [version('checkout', 'v1'), version('checkout', 'v2')],
      routes: [route([rule({ v1: 90, v2: 10 })])],
      ...more,
    },
  }
}

export function input(mesh: GraphCluster, rows: TrafficRow[], more: Partial<GraphInput> = {}): GraphInput {
  return {
    snapshot: {
      rows,
      at: '2026-01-01T00:00:00.000Z',
      window: 60,
      source: 'istio',
      partial: false,
      stale: false,
      staleParts: [],
      queries: 5,
    },
    clusters: [mesh],
    level: 'versioned-app',
    visible: () => true,
    releases: [],
    now: new Date('2026-01-01T00:00:07.000Z'),
    ...more,
  }
}

/** A release of checkout from v1 to v2. */
export const checkoutRelease: GraphRelease = {
  id: 'r1',
  state: 'running',
  service: { cluster, namespace: 'shop', name: 'checkout' },
  from: 'v1',
  to: 'v2',
  step: 1,
  of: 2,
}
