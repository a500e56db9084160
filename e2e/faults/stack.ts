import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort } from '../../scripts/lib/ports.mjs'
import type { AppProcess, Stack } from '../../scripts/lib/stack.mjs'
import { startStack } from '../../scripts/lib/stack.mjs'
import type { KubeGateway } from './kube-gateway'
import { startKubeGateway } from './kube-gateway'
import type { PrometheusGateway } from './prometheus-gateway'
import { startPrometheusGateway } from './prometheus-gateway'

export interface FaultStack {
  url: string
  /** Of the owner of the tables. */
  ownerUrl: string
  app: Stack['app']
  gateway: KubeGateway
  prometheus: PrometheusGateway
  /** One more replica of the app, through the same gateways. */
  another(): Promise<{ url: string; app: AppProcess }>
  stop(): Promise<void>
}

/**
 * A stack of its own whose app reaches its cluster and its Prometheus through gateways: those given, else the sandbox's.
 * The helpers of `support` talk to it from then on.
 */
export async function startFaultStack(
  cluster: { kubeconfig?: string; prometheusUrl?: string } = {},
): Promise<FaultStack> {
  const dir = await mkdtemp(path.join(tmpdir(), 'aviary-faults-'))
  // Not the demo's ports: a demo that is stopped comes back to them.
  const ports = { kube: await freePort(), prometheus: await freePort(), issuer: await freePort() }
  await writeFile(path.join(dir, 'ports.json'), JSON.stringify(ports))
  const stack = await startStack({ dir, port: await freePort(), ...cluster })
  const gateway = await startKubeGateway(stack.demo.kubeconfig, path.join(dir, 'gateway.kubeconfig'))
  const prometheus = await startPrometheusGateway(stack.demo.prometheus)
  const env = { KUBECONFIG: gateway.kubeconfig, PROMETHEUS_URL: prometheus.url }
  await stack.app.restart(env)
  Object.assign(process.env, { AVIARY_URL: stack.url, AVIARY_DEMO: path.join(dir, 'demo.json') })
  return {
    url: stack.url,
    ownerUrl: stack.ownerUrl,
    app: stack.app,
    gateway,
    prometheus,
    another: async () => stack.another({ port: await freePort(), env }),
    stop: async () => {
      await gateway.close()
      await prometheus.close()
      await stack.stop()
      await rm(dir, { recursive: true, force: true })
    },
  }
}
