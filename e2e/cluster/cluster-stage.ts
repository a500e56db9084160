import { execFile, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { bundle } from '../../scripts/lib/bundle.mjs'
import { freePort } from '../../scripts/lib/ports.mjs'
import type { ControlPlane } from './control-plane.mjs'
import { startControlPlane } from './control-plane.mjs'
import { startPrometheus } from './prometheus.mjs'
import type { Traefik } from './traefik.mjs'
import { startTraefik } from './traefik.mjs'

const run = promisify(execFile)

/** What Aviary looks at and moves traffic in, without Aviary. */
export interface ClusterStage {
  plane: ControlPlane
  traefik: Traefik
  prometheusUrl: string
  stop: () => Promise<void>
}

/**
 * The real control plane with the sandbox's manifests, a real Traefik, traffic from the sandbox's generator, which reads
 * its routes from that API server by watch, and a real Prometheus that scrapes both. Files lie in `dir`.
 */
export async function startClusterStage(dir: string, say: (line: string) => void): Promise<ClusterStage> {
  const stops: (() => Promise<void>)[] = []
  const stop = async () => {
    const failures: unknown[] = []
    for (const end of stops.reverse()) await end().catch((error: unknown) => failures.push(error))
    if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join('; '))
  }
  try {
    const plane = await startControlPlane({ dir: path.join(dir, 'plane') })
    stops.push(() => plane.stop())
    say('the control plane is ready')
    const kubectl = (...args: string[]) => run('kubectl', ['--kubeconfig', plane.kubeconfig, ...args])
    await kubectl('apply', '-f', 'sandbox/manifests')
    // The generator plays Traefik for its pods; here Traefik is real, so there must be none.
    await kubectl('scale', 'deployment', 'traefik', '-n', 'traefik', '--replicas=0')
    const traefik = await startTraefik({ controlPlane: plane, dir: path.join(dir, 'traefik') })
    stops.push(() => traefik.stop())

    const port = await freePort()
    const traffic = await startTraffic(plane.kubeconfig, port)
    stops.push(() => ended(traffic))
    const prometheus = await startPrometheus({
      dir: path.join(dir, 'prometheus'),
      scrape: [
        { job: 'traffic', targets: [`127.0.0.1:${port}`], interval: '2s' },
        { job: 'traefik', targets: [traefik.target], interval: '1s' },
      ],
    })
    stops.push(() => prometheus.stop())
    say('Traefik runs, traffic flows and Prometheus scrapes both')
    return { plane, traefik, prometheusUrl: prometheus.url, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startTraffic(kubeconfig: string, port: number): Promise<ChildProcess> {
  const script = await bundle('sandbox/traffic/main.ts', 'traffic')
  const child = spawn(process.execPath, [script, '--kubeconfig', kubeconfig, '--port', String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('traffic ready')) resolve()
    })
    child.once('exit', (code) => reject(new Error(`the traffic generator ended with ${code ?? 'a signal'}`)))
  })
  return child
}

// Traffic that broke off in the middle would show as odd failures of the tests after it; this names the cause.
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null)
    throw new Error(`the traffic generator ended by itself with ${child.exitCode ?? child.signalCode}`)
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  await gone
}
