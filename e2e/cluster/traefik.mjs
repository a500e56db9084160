// A real Traefik on loopback, which takes its routes from the real API server: IngressRoutes and Gateway API.
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { built } from './cache.mjs'
import { kubectl } from './kubectl.mjs'
import { freePorts, startChild, until } from './processes.mjs'

const rbac = path.join(import.meta.dirname, 'manifests', 'traefik-rbac.yaml')

// Fine enough that a quantile of loopback latencies means something.
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

/**
 * Starts Traefik with its files in `dir` as a service account of its own, and answers when it has read the cluster.
 * `port` is the entry point's (a free one by default). `entry` takes users' requests, `api` shows what it runs,
 * `target` is its metrics' host:port for Prometheus.
 */
export async function startTraefik({ controlPlane, dir, port }) {
  const { kubeconfig, server, ca } = controlPlane
  await mkdir(dir, { recursive: true })
  await kubectl(kubeconfig, ['apply', '-f', rbac])
  const token = path.join(dir, 'token')
  const account = ['create', 'token', 'traefik', '-n', 'traefik', '--duration=8h']
  await writeFile(token, await kubectl(kubeconfig, account), { mode: 0o600 })
  const authority = path.join(dir, 'ca.crt')
  await writeFile(authority, ca)

  const [freePort, apiPort] = await freePorts(2)
  const entryPort = port ?? freePort
  const target = `127.0.0.1:${apiPort}`
  const args = flags({ entry: `127.0.0.1:${entryPort}`, target, server, token, authority })
  // startChild hands on no KUBECONFIG, which would silently win over the endpoint and the token.
  const child = startChild({ name: 'traefik', command: built('traefik'), args, dir })
  const api = `http://${target}`
  try {
    await until('Traefik', async () => (await fetch(`${api}/ping`)).ok, { children: [child] })
  } catch (error) {
    await child.stop()
    throw error
  }
  return { entry: `http://127.0.0.1:${entryPort}`, api, target, log: child.log, stop: () => child.stop() }
}

function flags({ entry, target, server, token, authority }) {
  const cluster = { endpoint: server, token, certauthfilepath: authority }
  return [
    '--global.checknewversion=false',
    '--global.sendanonymoususage=false',
    `--entrypoints.web.address=${entry}`,
    `--entrypoints.traefik.address=${target}`,
    '--ping=true',
    '--api.insecure=true',
    ...Object.entries({
      ...cluster,
      allowexternalnameservices: true,
      allowcrossnamespace: true,
      // Or a canary without pods, even at weight 0, would take the whole TraefikService down. The chart's default too.
      allowemptyservices: true,
    }).map(([name, value]) => `--providers.kubernetescrd.${name}=${value}`),
    ...Object.entries(cluster).map(([name, value]) => `--providers.kubernetesgateway.${name}=${value}`),
    '--providers.kubernetesgateway.statusaddress.ip=127.0.0.1',
    '--providers.providersthrottleduration=50ms',
    '--metrics.prometheus.addrouterslabels=true',
    '--metrics.prometheus.addserviceslabels=true',
    `--metrics.prometheus.buckets=${buckets.join(',')}`,
  ]
}
