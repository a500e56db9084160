import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort } from '../../scripts/lib/ports.mjs'
import type { Stack } from '../../scripts/lib/stack.mjs'
import { startStack } from '../../scripts/lib/stack.mjs'
import type { KubeGateway } from './kube-gateway'
import { startKubeGateway } from './kube-gateway'

export interface FaultStack {
  app: Stack['app']
  gateway: KubeGateway
  stop(): Promise<void>
}

/** A stack of its own whose app reaches its cluster through a gateway. The helpers of `support` talk to it from then on. */
export async function startFaultStack(): Promise<FaultStack> {
  const dir = await mkdtemp(path.join(tmpdir(), 'aviary-faults-'))
  // Not the demo's ports: a demo that is stopped comes back to them.
  const ports = { kube: await freePort(), prometheus: await freePort(), issuer: await freePort() }
  await writeFile(path.join(dir, 'ports.json'), JSON.stringify(ports))
  const stack = await startStack({ dir, port: await freePort() })
  const gateway = await startKubeGateway(stack.demo.kubeconfig, path.join(dir, 'gateway.kubeconfig'))
  await stack.app.restart({ KUBECONFIG: gateway.kubeconfig })
  Object.assign(process.env, { AVIARY_URL: stack.url, AVIARY_DEMO: path.join(dir, 'demo.json') })
  return {
    app: stack.app,
    gateway,
    stop: async () => {
      await gateway.close()
      await stack.stop()
      await rm(dir, { recursive: true, force: true })
    },
  }
}
