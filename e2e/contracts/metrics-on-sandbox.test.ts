import { afterAll } from 'vitest'
import { metricsContract } from '@/lib/metrics/metrics.contract'
import { startPrometheusApi, type PrometheusApi } from '@/sandbox/prometheus/start-prometheus-api'
import { simulatedShop } from '../support/simulated-shop'

/** The sandbox's Prometheus over a simulated shop. */
let started: Promise<PrometheusApi> | undefined
const since = new Date()

const start = () => startPrometheusApi({ port: 0, scrapeIntervalSeconds: 1, collect: simulatedShop() })

afterAll(async () => (await started)?.close())

metricsContract("the sandbox's Prometheus", async () => {
  started ??= start()
  const { url } = await started
  return { url, since }
})
