import { mkdtemp, rm } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { GraphDto } from '@/lib/contracts/topology'
import type { startPrometheus } from '../../e2e/cluster/prometheus.mjs'
import type { bundle } from '../../scripts/lib/bundle.mjs'
import type { freePort } from '../../scripts/lib/ports.mjs'
import type { Stack, startStack } from '../../scripts/lib/stack.mjs'
import { openApi, type Api } from './api'
import { startPrometheusProxy, type PrometheusProxy } from './prometheus-proxy'
import { startTrafficApart } from './traffic-apart'
import { until } from './until'

/** What the launcher hands over. It stays outside the bundle, because it finds the checkout by its own place. */
export interface Launcher {
  startStack: typeof startStack
  startPrometheus: typeof startPrometheus
  bundle: typeof bundle
  /** A Postgres of its own in a folder, migrated. */
  startDatabase: (dir: string) => Promise<{ serverUrl: string; stop: () => Promise<void> }>
  freePort: typeof freePort
  log: (line: string) => void
  signal: AbortSignal
  argv: string[]
}

/** A running Aviary on a sandbox with so many synthetic services, with a counter in front of its Prometheus. */
export interface Stage {
  services: number
  /** Between two scrapes, which is Aviary's tick. */
  scrapeSeconds: number
  port: number
  cluster: string
  stack: Stack
  api: Api
  prometheus: PrometheusProxy
}

const versionsPerService = 2
/** More than these the sandbox cannot make, scrape and serve in one process: a real Prometheus scrapes them. */
const mostTogether = 2_000
const isApart = (services: number): boolean => services > mostTogether
/** 15 s is as often as most people scrape. */
const scrapeSecondsOf = (services: number): number => (isApart(services) ? 15 : 2)
/** Milliseconds; making the objects of a service takes some fifty. */
const patienceFor = (services: number): number => 120_000 + services * 200

/** Opens a stage, works on it and closes it. When the work fails, the logs are kept and their place is told. */
export async function onStage<T>(
  launcher: Launcher,
  services: number,
  work: (stage: Stage) => Promise<T>,
): Promise<T> {
  const dir = await mkdtemp(path.join(tmpdir(), 'aviary-bench-'))
  const closing: (() => Promise<void>)[] = []
  try {
    const result = await work(await open(launcher, services, dir, closing))
    closing.unshift(() => rm(dir, { recursive: true, force: true }))
    return result
  } catch (error) {
    launcher.log(`failed; the logs stay in ${path.join(dir, 'logs')}`)
    throw error
  } finally {
    for (const step of closing.reverse()) await step()
  }
}

/** Starts the parts one after the other; what undoes each is added to `closing`. */
async function open(
  { log, signal, freePort, startStack, startPrometheus, bundle }: Launcher,
  services: number,
  dir: string,
  closing: (() => Promise<void>)[],
): Promise<Stage> {
  const scrapeSeconds = scrapeSecondsOf(services)
  const apart = isApart(services)
    ? await startTrafficApart({ bundle, startPrometheus, dir, port: await freePort(), scrapeSeconds })
    : undefined
  closing.push(async () => apart?.stop())
  const prometheus = await startPrometheusProxy(() => apart?.prometheus ?? sandboxPrometheus(dir))
  closing.push(() => prometheus.takeDown())
  const port = await freePort()
  const env = { PROMETHEUS_URL: prometheus.url }
  const patience = patienceFor(services)
  const amount = apart === undefined ? { scale: services } : { trafficApart: true }
  const stack = await startStack({ dir, port, ...amount, patience, env, log, signal })
  closing.push(() => stack.stop())
  await apart?.begin(stack.demo.kubeconfig, services)
  const api = openApi(stack.demo)
  closing.push(() => api.close())
  const clusters = await api.expect<{ items: { name: string }[] }>('viewer', 'GET', '/clusters')
  const cluster = clusters.json.items[0]?.name
  if (cluster === undefined) throw new Error('Aviary knows no cluster')
  log(`waiting until ${services} services have traffic on both versions`)
  await until('traffic everywhere', patience / 1000, () => trafficEverywhere(api, services), 2000)
  return { services, scrapeSeconds, port, cluster, stack, api, prometheus }
}

function sandboxPrometheus(dir: string): string {
  const file = path.join(dir, 'sandbox', 'sandbox.json')
  const { prometheus } = JSON.parse(readFileSync(file, 'utf8')) as { prometheus: string }
  return prometheus
}

async function trafficEverywhere(api: Api, services: number): Promise<true | undefined> {
  const { status, json } = await api.call<GraphDto>('viewer', 'GET', '/topology?window=60s')
  if (status !== 200) return undefined
  const seen = json.nodes.filter(
    (node) => node.kind === 'version' && node.namespace.startsWith('scale-') && node.in.rate > 0,
  )
  return seen.length >= services * versionsPerService ? true : undefined
}

/** Names of the namespaces and services that `--scale` makes: svc-0001 lies in scale-01, svc-0021 too. */
export function syntheticService(index: number): { namespace: string; name: string } {
  return {
    namespace: `scale-${String((index % 20) + 1).padStart(2, '0')}`,
    name: `svc-${String(index + 1).padStart(4, '0')}`,
  }
}
