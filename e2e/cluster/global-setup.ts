import { execFile, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { bundle } from '../../scripts/lib/bundle.mjs'
import { freePort } from '../../scripts/lib/ports.mjs'
import { startStack } from '../../scripts/lib/stack.mjs'
import { serviceAccountKubeconfig, startControlPlane } from './control-plane.mjs'
import { startPrometheus } from './prometheus.mjs'

const run = promisify(execFile)
const say = (line: string) => process.stdout.write(`  ${line}\n`)

/**
 * The whole product on the real control plane: real API server and Prometheus, traffic from the sandbox's
 * generator, which reads its routes from that API server by watch. Aviary runs as its service account.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const dir = mkdtempSync(path.join(tmpdir(), 'aviary-cluster-'))
  const stops: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const end of stops.reverse()) await end()
    rmSync(dir, { recursive: true, force: true })
  }
  try {
    const plane = await startControlPlane({ dir: path.join(dir, 'plane') })
    stops.push(() => plane.stop())
    say('the control plane is ready')
    await run('kubectl', ['--kubeconfig', plane.kubeconfig, 'apply', '-f', 'sandbox/manifests'])
    const kubeconfig = await serviceAccountKubeconfig(plane)

    const port = await freePort()
    const traffic = await startTraffic(plane.kubeconfig, port)
    stops.push(() => ended(traffic))
    const prometheus = await startPrometheus({
      dir: path.join(dir, 'prometheus'),
      scrape: [{ job: 'traffic', targets: [`127.0.0.1:${port}`], interval: '2s' }],
    })
    stops.push(() => prometheus.stop())
    say('traffic flows and Prometheus scrapes it')

    const stack = await startStack({
      dir: path.join(dir, 'stack'),
      port: await freePort(),
      kubeconfig,
      prometheusUrl: prometheus.url,
      log: say,
    })
    stops.push(() => stack.stop())
    Object.assign(process.env, {
      AVIARY_URL: stack.url,
      AVIARY_DEMO: path.join(dir, 'stack', 'demo.json'),
      AVIARY_ADMIN_KUBECONFIG: plane.kubeconfig,
      AVIARY_AUDIT_LOG: plane.auditLog,
    })
    return stop
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

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  await gone
}
