import type { DataPlaneId } from '@/lib/domain/traffic/model'
import type { WeightedService } from '../cluster/traefik-manifests'
import { ingressRouteManifest, weightedManifest } from '../cluster/traefik-manifests'
import { apply, patch } from './cluster'
import { deploymentManifest, routeManifest, serviceManifest, split, subsetsManifest } from './manifests'
import type { Subject } from './service'
import { subjectWith } from './service'
import { until } from './target'

type Weights = Record<string, number>

/** How a service `web` with versions v1 and v2 is split by one data plane, in the least objects that it needs. */
export interface DataPlane {
  id: DataPlaneId
  /** The object that holds the split, as kubectl names it. */
  held: { kind: string; name: string }
  start: Weights
  moved: Weights
  /** A pattern of what a move of weights changes, as `changesBetween` tells it. */
  moves: RegExp
  manifests(namespace: string): object[]
  /** A change of the split by somebody else, by kubectl. */
  meddle(namespace: string): Promise<void>
}

const PORT = 8080
const percents = { start: { v1: 90, v2: 10 }, moved: { v1: 70, v2: 30 } }
const versions = ['v1', 'v2'] as const

const pods = (namespace: string, replicas: Weights) =>
  versions.map((version) =>
    deploymentManifest(namespace, 'web', version, { replicas: replicas[version] ?? 1 }),
  )
const service = (namespace: string) => serviceManifest(namespace, 'web', { app: 'web' })
const versionServices = (namespace: string) =>
  versions.map((version) => serviceManifest(namespace, `web-${version}`, { app: 'web', version }))
const meddleWith =
  (kind: string, pointer: (index: number) => string, weights: [number, number], name = 'web') =>
  (namespace: string) =>
    patch(
      kind,
      namespace,
      name,
      weights.map((value, index) => ({ op: 'replace', path: pointer(index), value })),
    )

export const istio: DataPlane = {
  id: 'istio',
  held: { kind: 'virtualservices.networking.istio.io', name: 'web' },
  ...percents,
  moves: /^VirtualService\/web\/spec\/http\/0\/route\/[01]\/weight$/,
  manifests: (namespace) => [
    service(namespace),
    ...pods(namespace, { v1: 1, v2: 1 }),
    subsetsManifest(namespace, 'web', versions),
    routeManifest(namespace, 'web', [{ name: 'main', route: split('web', percents.start) }]),
  ],
  meddle: meddleWith(
    'virtualservices.networking.istio.io',
    (index) => `/spec/http/0/route/${index}/weight`,
    [96, 4],
  ),
}

export const gatewayApi: DataPlane = {
  id: 'gateway-api',
  held: { kind: 'httproutes.gateway.networking.k8s.io', name: 'web' },
  ...percents,
  moves: /^HTTPRoute\/web\/spec\/rules\/0\/backendRefs\/[01]\/weight$/,
  manifests: (namespace) => [
    service(namespace),
    ...versionServices(namespace),
    ...pods(namespace, { v1: 1, v2: 1 }),
    httpRouteToService(namespace, 'web', [{ backendRefs: backendRefs(percents.start) }]),
  ],
  meddle: meddleWith(
    'httproutes.gateway.networking.k8s.io',
    (index) => `/spec/rules/0/backendRefs/${index}/weight`,
    [96, 4],
  ),
}

export const traefik: DataPlane = {
  id: 'traefik',
  held: { kind: 'traefikservices.traefik.io', name: 'web' },
  ...percents,
  moves: /^TraefikService\/web\/spec\/weighted\/services\/[01]\/weight$/,
  manifests: (namespace) => [
    service(namespace),
    ...versionServices(namespace),
    ...pods(namespace, { v1: 1, v2: 1 }),
    weightedManifest(namespace, 'web', weightedServices(percents.start)),
    ingressRouteManifest(namespace, 'web', [
      { match: `Host(\`web.${namespace}.example\`)`, services: [{ kind: 'TraefikService', name: 'web' }] },
    ]),
  ],
  meddle: meddleWith(
    'traefikservices.traefik.io',
    (index) => `/spec/weighted/services/${index}/weight`,
    [96, 4],
  ),
}

export const kubernetes: DataPlane = {
  id: 'kubernetes',
  held: { kind: 'deployments.apps', name: 'web-v1' },
  start: { v1: 9, v2: 1 },
  moved: { v1: 7, v2: 3 },
  moves: /^Deployment\/web-v[12]\/spec\/replicas$/,
  manifests: (namespace) => [service(namespace), ...pods(namespace, { v1: 9, v2: 1 })],
  meddle: (namespace) =>
    patch('deployments.apps', namespace, 'web-v2', [{ op: 'replace', path: '/spec/replicas', value: 2 }]),
}

export const dataPlanes: readonly DataPlane[] = [istio, gatewayApi, traefik, kubernetes]

/** An HTTPRoute that callers in a mesh follow: its parent is the Service itself. */
export function httpRouteToService(namespace: string, name: string, rules: readonly object[]): object {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name, namespace },
    spec: { parentRefs: [{ group: '', kind: 'Service', name, port: PORT }], rules },
  }
}

/** References to `<app>-<version>`, each with its weight. */
export function backendRefs(weights: Weights, app = 'web'): object[] {
  return Object.entries(weights).map(([version, weight]) => ({
    name: `${app}-${version}`,
    port: PORT,
    weight,
  }))
}

/** The same for a TraefikService. */
export function weightedServices(weights: Weights, app = 'web'): WeightedService[] {
  return Object.entries(weights).map(([version, weight]) => ({
    name: `${app}-${version}`,
    port: PORT,
    weight,
  }))
}

/** Puts `web` there, or back as it was, and waits until Aviary sees its split and its ready pods. */
export async function furnish(plane: DataPlane, namespace: string): Promise<Subject> {
  await apply(...plane.manifests(namespace))
  const web = await subjectWith(namespace, 'web', 'v2', plane.id)
  await web.untilWeights(plane.start)
  await until('ready pods of web', web.detail, ({ versions: seen }) => {
    const workloads = seen.flatMap((version) => version.workloads)
    return workloads.length >= versions.length && workloads.every(({ ready, desired }) => ready === desired)
  })
  return web
}
