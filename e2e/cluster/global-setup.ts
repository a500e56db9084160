import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { writeCallsFile } from '../../scripts/lib/calls-file.mjs'
import { freePort } from '../../scripts/lib/ports.mjs'
import { startStack } from '../../scripts/lib/stack.mjs'
import { startClusterStage } from './cluster-stage'
import { serviceAccountKubeconfig } from './control-plane.mjs'

const say = (line: string) => process.stdout.write(`  ${line}\n`)

/** The whole product on the real control plane; Aviary runs as its service account. */
export default async function setup(): Promise<() => Promise<void>> {
  const dir = mkdtempSync(path.join(tmpdir(), 'aviary-cluster-'))
  const stops: (() => Promise<void>)[] = []
  const stop = async () => {
    try {
      for (const end of stops.reverse()) await end()
    } finally {
      rmSync(dir, { recursive: true, force: true })
    }
  }
  try {
    const { plane, traefik, prometheusUrl, stop: stopStage } = await startClusterStage(dir, say)
    stops.push(stopStage)
    const calls = await writeCallsFile(path.join(dir, 'stack'))
    const stack = await startStack({
      dir: path.join(dir, 'stack'),
      port: await freePort(),
      kubeconfig: await serviceAccountKubeconfig(plane),
      prometheusUrl,
      env: { TRAEFIK_API_URL: traefik.api, ...calls.app },
      log: say,
    })
    stops.push(() => stack.stop())
    Object.assign(process.env, calls.tests, {
      AVIARY_URL: stack.url,
      AVIARY_DEMO: path.join(dir, 'stack', 'demo.json'),
      AVIARY_ADMIN_KUBECONFIG: plane.kubeconfig,
      AVIARY_AUDIT_LOG: plane.auditLog,
      AVIARY_PROMETHEUS: prometheusUrl,
      AVIARY_TRAEFIK_URL: traefik.entry,
      AVIARY_TRAEFIK_API: traefik.api,
    })
    return stop
  } catch (error) {
    await stop()
    throw error
  }
}
