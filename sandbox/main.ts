import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { parseAllDocuments } from 'yaml'
import { startIdentity } from './identity/start-identity'
import { isObject, textAt } from './kube/json'
import { writePrivateFile } from './kube/private-file'
import { startKubeApi, type KubeApi } from './kube/start-kube-api'
import { startPrometheusApi } from './prometheus/start-prometheus-api'
import { startTraffic } from './traffic/start-traffic'

/** Exit code for "a port is taken": the starter may choose another and try again. */
const portBusy = 98

const { values: args } = parseArgs({
  options: {
    dir: { type: 'string' },
    'kube-port': { type: 'string', default: '0' },
    'prometheus-port': { type: 'string', default: '0' },
    'issuer-port': { type: 'string', default: '0' },
    'app-url': { type: 'string', default: 'http://127.0.0.1:3000' },
    manifests: { type: 'string', default: 'sandbox/manifests' },
    scale: { type: 'string', default: '0' },
    /** `off` where another process makes the traffic, for another Prometheus. */
    traffic: { type: 'string', default: 'on' },
  },
})

async function listening<T>(purpose: string, port: string, start: (port: number) => Promise<T>): Promise<T> {
  try {
    return await start(Number(port))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error
    console.error(`port ${port}, for the sandbox's ${purpose}, is taken by another program`)
    process.exit(portBusy)
  }
}

async function adminToken(dir: string): Promise<string> {
  const file = join(dir, 'secrets.json')
  const saved = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '{}'
    throw error
  })
  const known = textAt(JSON.parse(saved), 'kubeToken')
  if (known !== undefined) return known
  const token = randomBytes(24).toString('base64url')
  await writePrivateFile(file, JSON.stringify({ kubeToken: token }))
  return token
}

async function applyManifests(kube: KubeApi, folder: string): Promise<void> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort()
  for (const name of files)
    for (const document of parseAllDocuments(await readFile(join(folder, name), 'utf8'))) {
      const [problem] = document.errors
      if (problem !== undefined) throw new Error(`${name}: ${problem.message}`)
      const manifest: unknown = document.toJS()
      if (isObject(manifest)) await kube.apply(manifest)
    }
}

async function main(): Promise<void> {
  if (args.dir === undefined) throw new Error('--dir is needed: where the sandbox keeps its state')
  const dir = resolve(args.dir)
  await mkdir(dir, { recursive: true, mode: 0o700 })
  const token = await adminToken(dir)
  const tokens = [{ token, user: 'admin', groups: ['system:masters'] }]
  const kube = await listening('Kubernetes API', args['kube-port'], (port) =>
    startKubeApi({ dir, port, tokens }),
  )
  if (kube.empty) await applyManifests(kube, resolve(args.manifests))
  const traffic =
    args.traffic === 'off'
      ? undefined
      : await startTraffic({
          kubeconfig: kube.kubeconfig,
          scale: Number(args.scale),
          onTrouble: (message) => console.error(message),
        })
  const prometheus = await listening('Prometheus API', args['prometheus-port'], (port) =>
    startPrometheusApi({ port, collect: () => traffic?.samples() ?? [], scrapeIntervalSeconds: 2 }),
  )
  const app = args['app-url'].replace(/\/$/, '')
  const identity = await listening('identity provider', args['issuer-port'], (port) =>
    startIdentity({
      port,
      dir,
      redirectUris: [`${app}/api/auth/callback/oidc`],
      postLogoutRedirectUris: [`${app}/`],
      backchannelLogoutUri: `${app}/api/auth/backchannel-logout`,
    }),
  )
  const stop = async (): Promise<void> => {
    try {
      await Promise.all([identity.close(), prometheus.close(), traffic?.close()])
    } finally {
      await kube.close()
    }
    process.exit(0)
  }
  const stopOnce = (): void => {
    stopping ??= stop()
  }
  let stopping: Promise<void> | undefined
  process.on('SIGINT', stopOnce)
  process.on('SIGTERM', stopOnce)
  const { issuer, clientId, clientSecret, users } = identity
  const endpoints = { kubeconfig: kube.kubeconfig, prometheus: prometheus.url }
  await writePrivateFile(
    join(dir, 'sandbox.json'),
    JSON.stringify({ ...endpoints, issuer, clientId, clientSecret, users }, null, 2),
  )
  console.log('sandbox ready')
}

await main()
