import { afterAll } from 'vitest'
import { metricsContract } from '@/lib/metrics/metrics.contract'
import { startPrometheusApi, type PrometheusApi } from '@/sandbox/prometheus/start-prometheus-api'
import { asCluster, readManifests } from '@/sandbox/traffic/manifest-objects'
import { compileMesh } from '@/sandbox/traffic/mesh'
import { createSimulation } from '@/sandbox/traffic/simulate'

const scrapeMs = 1000
const tickMs = 200

/** The sandbox's Prometheus over a shop whose time passes with its scrapes. */
let started: Promise<PrometheusApi> | undefined
const since = new Date()

function start(): Promise<PrometheusApi> {
  const simulation = createSimulation({ seed: 7 })
  const mesh = compileMesh(asCluster(readManifests()))
  let simulated = Date.now() - scrapeMs
  return startPrometheusApi({
    port: 0,
    scrapeIntervalSeconds: scrapeMs / 1000,
    collect: () => {
      for (; simulated < Date.now(); simulated += tickMs) simulation.tick(mesh, simulated, tickMs)
      return simulation.samples()
    },
  })
}

afterAll(async () => (await started)?.close())

metricsContract("the sandbox's Prometheus", async () => {
  started ??= start()
  const { url } = await started
  return { url, since }
})
