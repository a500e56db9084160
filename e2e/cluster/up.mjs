// Starts the real control plane and keeps it until SIGINT or SIGTERM.
//   node e2e/cluster/up.mjs [--dir <folder>]
// A given folder stays, and goes on where it was; without one a temporary folder is used and removed.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { startControlPlane } from './control-plane.mjs'

const { values } = parseArgs({ options: { dir: { type: 'string' } } })
const stopped = new Promise((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, resolve)
})

const dir = path.resolve(values.dir ?? (await mkdtemp(path.join(os.tmpdir(), 'aviary-cluster-'))))
try {
  const { kubeconfig, server, auditLog, processes, stop } = await startControlPlane({ dir })
  const file = path.join(dir, 'control-plane.json')
  const pids = Object.fromEntries(Object.entries(processes).map(([name, { pid }]) => [name, pid]))
  await writeFile(file, `${JSON.stringify({ kubeconfig, server, auditLog, pids }, null, 2)}\n`)
  console.log(`ready: KUBECONFIG=${kubeconfig}`)
  const died = await Promise.race([
    stopped.then(() => undefined),
    ...Object.values(processes).map((it) => it.exited),
  ])
  await rm(file)
  await stop()
  if (died) throw new Error(died)
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
} finally {
  if (!values.dir) await rm(dir, { recursive: true })
}
