import type { ClusterObjects } from './cluster-objects'
import { asCluster } from './manifest-objects'
import { compileMesh } from './mesh'
import type { Sample } from './sample'
import { createSimulation } from './simulate'

/** Manifests for small clusters, and how to run them. */

const sandbox = (rest: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(rest).map(([key, value]) => [`sandbox.aviary.dev/${key}`, value]))

/** A Service that selects by labels; `rps` and other words are the sandbox's annotations. */
export function service(
  namespace: string,
  name: string,
  selector: Record<string, string> | undefined,
  words: Record<string, string> = {},
  port: { name?: string; port: number } = { name: 'http', port: 80 },
): object {
  const metadata = { name, namespace, annotations: sandbox(words) }
  return { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector, ports: [port] } }
}

/** One Deployment `<app>-<version>`, with a sidecar unless told otherwise. */
export function deployment(
  namespace: string,
  app: string,
  version: string,
  { replicas = 1, sidecar = true, words = {}, labels = {} } = {},
): object {
  const all = { app, version, ...labels }
  const containers = [{ name: 'app' }, ...(sidecar ? [{ name: 'istio-proxy' }] : [])]
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `${app}-${version}`, namespace, annotations: sandbox(words) },
    spec: { replicas, template: { metadata: { labels: all }, spec: { containers } } },
  }
}

/** v1 and v2 of one app, each with a Service of its own, and the Service of both. */
export function versions(
  namespace: string,
  app: string,
  options: Parameters<typeof deployment>[3] = {},
): object[] {
  return [
    service(namespace, app, { app }),
    ...['v1', 'v2'].flatMap((version) => [
      service(namespace, `${app}-${version}`, { app, version }),
      deployment(namespace, app, version, { words: { 'error-rate': '0' }, ...options }),
    ]),
  ]
}

/** An object of any kind. */
export function object(apiVersion: string, kind: string, path: string, spec: object): object {
  const [namespace = '', name = ''] = path.split('/')
  return { apiVersion, kind, metadata: { name, namespace }, spec }
}

export type Count = (labels: Record<string, string>, name?: string) => number

/** Adds up the samples of one metric that have these labels. */
export function counter(samples: readonly Sample[]): Count {
  return (labels, name = 'istio_requests_total') =>
    samples
      .filter((sample) => sample.name === name)
      .filter(({ labels: own }) => Object.entries(labels).every(([key, value]) => (own[key] ?? '') === value))
      .reduce((sum, { value }) => sum + value, 0)
}

/** Runs objects for some seconds. */
export function run(objects: readonly object[] | ClusterObjects, seconds = 20): Count {
  const simulation = createSimulation({ seed: 7 })
  const mesh = compileMesh('pods' in objects ? objects : asCluster(objects))
  const start = Date.UTC(2026, 0, 5, 9)
  for (let now = start; now < start + seconds * 1000; now += 200) simulation.tick(mesh, now, 200)
  return counter(simulation.samples())
}
