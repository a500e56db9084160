import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import { metricsContract } from '@/lib/metrics/metrics.contract'
import { exposeText } from '@/sandbox/traffic/expose-text'
import { simulatedShop } from '../support/simulated-shop'
import { startPrometheus } from './prometheus.mjs'

/** A real Prometheus of its own, so that no other file's moves are in its counters. */
let started: ReturnType<typeof start> | undefined
const since = new Date()

async function start() {
  const shop = simulatedShop()
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(exposeText(shop()))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const dir = await mkdtemp(path.join(os.tmpdir(), 'aviary-metrics-'))
  const target = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const prometheus = await startPrometheus({
    dir,
    scrape: [{ job: 'traffic', targets: [target], interval: '1s' }],
  })
  const stop = async () => {
    await prometheus.stop()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await rm(dir, { recursive: true })
  }
  return { url: prometheus.url, stop }
}

afterAll(async () => {
  await (await started)?.stop()
})

metricsContract('a real Prometheus', async () => {
  started ??= start()
  const { url } = await started
  return { url, since }
})
