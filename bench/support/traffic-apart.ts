import path from 'node:path'
import { spawn } from 'node:child_process'
import type { bundle } from '../../scripts/lib/bundle.mjs'
import type { startPrometheus } from '../../e2e/cluster/prometheus.mjs'

export interface TrafficApartOptions {
  bundle: typeof bundle
  startPrometheus: typeof startPrometheus
  dir: string
  port: number
  scrapeSeconds: number
}

export interface TrafficApart {
  prometheus: string
  /** Makes so many synthetic services in the cluster, then their traffic; resolves when it flows. */
  begin(kubeconfig: string, services: number): Promise<void>
  stop(): Promise<void>
}

/**
 * A real Prometheus, and the generator as a process of its own for it to scrape. Counters only: with histograms five
 * thousand services are two million series.
 */
export async function startTrafficApart(options: TrafficApartOptions): Promise<TrafficApart> {
  const { dir, port, scrapeSeconds } = options
  const prometheus = await options.startPrometheus({
    dir: path.join(dir, 'prometheus'),
    scrape: [{ job: 'traffic', targets: [`127.0.0.1:${port}`], interval: `${scrapeSeconds}s` }],
  })
  const stops = [() => prometheus.stop()]
  return {
    prometheus: prometheus.url,
    begin: async (kubeconfig, services) => {
      const script = await options.bundle('sandbox/traffic/main.ts', 'traffic')
      const args = ['--kubeconfig', kubeconfig, '--port', String(port), '--scale', String(services)]
      const child = spawn(process.execPath, [script, ...args, '--tick-ms', '1000', '--histograms', 'off'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      stops.push(async () => {
        child.kill('SIGTERM')
        await gone
      })
      await new Promise<void>((resolve, reject) => {
        child.stdout.on('data', (chunk: Buffer) => {
          if (chunk.toString().includes('traffic ready')) resolve()
        })
        child.once('exit', (code) => reject(new Error(`the traffic ended with ${code ?? 'a signal'}`)))
      })
    },
    stop: async () => {
      for (const stop of stops.splice(0).reverse()) await stop()
    },
  }
}
