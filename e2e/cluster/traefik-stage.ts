import { randomBytes } from 'node:crypto'
import type { JsonPatch } from '@/lib/domain/kube'
import type { Live } from '../support/cluster'
import { apply, live, patch } from '../support/cluster'
import { adminKubeconfig, kubectl, until } from '../support/target'
import type { Behaviour } from './backends'
import { startBackends } from './backends'
import type { Load, RequestShape, Tally } from './http-load'
import { sendAll, startLoad } from './http-load'
import { KwokEndpoints } from './kwok-endpoints'
import type { Observed } from './prometheus-shares'
import { observedShares } from './prometheus-shares'
import {
  SERVICE_PORT,
  externalService,
  plainNamespace,
  versionDeployment,
  versionName,
  versionService,
} from './traefik-manifests'

/** A namespace behind the real Traefik, with backends that answer real requests. */
export interface TraefikStage {
  namespace: string
  /** The port of Traefik's entry point `web`, which a Gateway's listener has to name too. */
  entryPort: number
  apply(...objects: readonly object[]): Promise<void>
  live(kind: string, name: string): Promise<Live>
  patch(kind: string, name: string, ops: JsonPatch): Promise<void>
  /** A Deployment and a Service `<app>-<version>` for each version, and waits for its ready endpoints. */
  runs(app: string, versions: Record<string, { replicas: number }>): Promise<void>
  /** Scales a version's Deployment and waits for its ready endpoints. */
  scale(app: string, version: string, replicas: number): Promise<void>
  /** An ExternalName service that answers as version `external`; answers the port that a reference has to name. */
  external(name: string): Promise<number>
  /** Errors and slowness of a version from now on. */
  behave(app: string, version: string, behaviour: Behaviour): void
  /** Requests that reached a version, mirrored ones among them. */
  received(app: string, version: string): number
  /** Waits until Traefik runs with these weights of a TraefikService, by the names of its services. */
  settled(traefikService: string, weights: Record<string, number>): Promise<void>
  /** Waits until a request of this shape gets a 200. */
  serves(shape: RequestShape): Promise<void>
  /** Sends so many requests and counts the answers by version. */
  send(shape: RequestShape, count: number): Promise<Tally>
  /** Requests at a steady rate, until stopped; `remove()` stops it too. */
  load(shape: RequestShape, rps: number): Load
  /** What Prometheus saw of Services over the last `seconds`, by their names. */
  observed(services: readonly string[], seconds: number): Promise<Map<string, Observed>>
  /** Ends loads and backends and deletes the namespace; throws what went wrong in the background. */
  remove(): Promise<void>
}

/** Furnishes a namespace of its own; global-setup.ts has started Traefik and Prometheus. */
export async function startTraefikStage(purpose: string): Promise<TraefikStage> {
  const namespace = `e2e-${purpose}-${randomBytes(3).toString('hex')}`
  const entry = required('AVIARY_TRAEFIK_URL')
  const api = required('AVIARY_TRAEFIK_API')
  const prometheus = required('AVIARY_PROMETHEUS')
  await apply(plainNamespace(namespace))
  const backends = await startBackends()
  const endpoints = new KwokEndpoints(adminKubeconfig(), namespace, backends)
  const loads: Load[] = []

  const hasEndpoints = async (app: string, version: string, replicas: number) => {
    const service = versionName(app, version)
    await until(
      `${replicas} ready endpoints of ${service}`,
      () => readyEndpoints(namespace, service),
      (ready) => ready === replicas,
    )
  }

  return {
    namespace,
    entryPort: Number(new URL(entry).port),
    apply,
    live: (kind, name) => live(kind, namespace, name),
    patch: (kind, name, ops) => patch(kind, namespace, name, ops),
    runs: async (app, versions) => {
      for (const [version, { replicas }] of Object.entries(versions)) {
        await apply(
          versionService(namespace, app, version),
          versionDeployment(namespace, app, version, replicas),
        )
        endpoints.follow({ service: versionName(app, version), app, version })
      }
      for (const [version, { replicas }] of Object.entries(versions))
        await hasEndpoints(app, version, replicas)
    },
    scale: async (app, version, replicas) => {
      const deployment = `deployment/${versionName(app, version)}`
      await kubectl('scale', deployment, '-n', namespace, `--replicas=${replicas}`)
      await hasEndpoints(app, version, replicas)
    },
    external: async (name) => {
      const address = await backends.open({ pod: name, app: name, version: 'external' })
      await apply(externalService(namespace, name, address, backends.port))
      return backends.port
    },
    behave: backends.behave,
    received: backends.received,
    settled: async (name, weights) => {
      const url = `${api}/api/http/services/${namespace}-${name}@kubernetescrd`
      const wanted = Object.entries(weights).map(
        ([service, weight]) => `${leaf(namespace, service)}=${weight}`,
      )
      await until(
        `${name} in Traefik with ${wanted.join(', ')}`,
        () => runningWeights(url),
        (running) => wanted.every((each) => running.includes(each)),
      )
    },
    serves: async (shape) => {
      await until(
        `an answer for ${shape.host}`,
        () => sendAll(entry, shape, 1),
        ({ failures }) => Object.keys(failures).length === 0,
      )
    },
    send: (shape, count) => sendAll(entry, shape, count),
    load: (shape, rps) => {
      const load = startLoad(entry, shape, rps)
      loads.push(load)
      return load
    },
    observed: async (services, seconds) => {
      const labels = new Map(services.map((name) => [`${leaf(namespace, name)}@kubernetescrd`, name]))
      const found = await observedShares(prometheus, [...labels.keys()], seconds)
      return new Map([...found].map(([label, each]) => [labels.get(label) ?? label, each]))
    },
    remove: async () => {
      await Promise.all(loads.map((load) => load.stop()))
      await endpoints.stop()
      await backends.stop()
      await kubectl('delete', 'namespace', namespace, '--wait=false')
    },
  }
}

/** Traefik's name of a Service that a TraefikService refers to by its port number. */
function leaf(namespace: string, service: string): string {
  return `${namespace}-${service}-${SERVICE_PORT}`
}

async function readyEndpoints(namespace: string, service: string): Promise<number> {
  const selector = `kubernetes.io/service-name=${service}`
  const text = await kubectl('get', 'endpointslices', '-n', namespace, '-l', selector, '-o', 'json')
  const { items } = JSON.parse(text) as {
    items: { endpoints?: { conditions: { ready: boolean } }[] | null }[]
  }
  return items.flatMap(({ endpoints }) => endpoints ?? []).filter(({ conditions }) => conditions.ready).length
}

async function runningWeights(url: string): Promise<string[]> {
  const reply = await fetch(url)
  if (!reply.ok) return []
  const { weighted } = (await reply.json()) as {
    weighted?: { services: { name: string; weight: number }[] }
  }
  return (weighted?.services ?? []).map(({ name, weight }) => `${name}=${weight}`)
}

function required(name: string): string {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} is not set: the suite's global setup sets it`)
  return value
}
