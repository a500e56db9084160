import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { bundle } from './bundle.mjs'
import { ChildError, startChild } from './child.mjs'
import { migrate } from './migrate.mjs'
import { buildApp, nextCommand } from './next-build.mjs'
import { isFree } from './ports.mjs'
import { startPostgres } from './postgres.mjs'
import { restartable } from './restartable.mjs'
import { root } from './root.mjs'
import { readJson } from './secret-file.mjs'
import { startSigner } from './stack-signer.mjs'
import { appSecret, choosePorts, wipe, writeDemoFile } from './stack-files.mjs'

const host = '127.0.0.1'
const PORT_BUSY = 98

/**
 * Starts Postgres, the signer of its audit log, the sandbox and the built app on loopback, with all data in `dir`, and waits until the app is ready.
 * `kubeconfig` and `prometheusUrl` put another cluster in the sandbox's place (its people stay); `env` is added to the
 * app's environment; `patience` is how long each part may take, in milliseconds; `signal` breaks off. What was started is stopped again when anything fails.
 */
export async function startStack(options) {
  const {
    dir: folder = '.aviary',
    port = 3000,
    fresh = false,
    log = () => undefined,
    signal,
    env = {},
    patience = 120_000,
  } = options
  const dir = path.resolve(folder)
  const running = []
  const stop = async () => {
    for (const part of running.splice(0).reverse()) {
      log(`stopping ${part.name}`)
      await part.stop()
    }
  }
  try {
    if (!(await isFree(port, host)))
      throw new Error(`port ${port} is busy; free it, or choose another with --port`)
    signal?.throwIfAborted()
    const database = await startDatabase({ dir, fresh, log })
    running.push({ name: 'Postgres', stop: database.stop })
    await migrate({ ...database, log })
    const signer = await startSigner({ dir, ...database, patience, signal, running })
    const url = `http://${host}:${port}`
    const sandbox = await startSandbox({ ...options, dir, url, patience, log, running })
    await buildApp({ signal, log })
    const kubeconfig = options.kubeconfig ?? sandbox.kubeconfig
    const prometheus = options.prometheusUrl ?? sandbox.prometheus
    const demo = await writeDemoFile(dir, { ...sandbox, ...database, url, kubeconfig, prometheus })
    const startAt = (at, own, number = '') =>
      restartable((more) => {
        const address = { port: at, url: `http://${host}:${at}`, number }
        return startApp({
          dir,
          ...address,
          demo,
          sandbox,
          env: { ...signer.env, ...own, ...more },
          patience,
          running,
          signal,
        })
      })
    const app = await startAt(port, env)
    let others = 1
    const another = async ({ port: at, env: own = {} }) => {
      others += 1
      return { url: `http://${host}:${at}`, app: await startAt(at, { ...env, ...own }, `-${others}`) }
    }
    log('Aviary is ready')
    const died = Promise.race([
      app.ended.then(({ child, end }) => report(child, end)),
      sandbox.child.ended.then((end) => report(sandbox.child, end)),
      signer.child.ended.then((end) => report(signer.child, end)),
      database.ended().then(() => new Error(`Postgres ended; see ${path.join(dir, 'logs', 'postgres.log')}`)),
    ])
    const { ownerUrl, serverUrl } = database
    return { url, demo, ownerUrl, serverUrl, app, another, died, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startDatabase({ dir, fresh, log }) {
  if (fresh) {
    log(`forgetting what ${path.relative(process.cwd(), dir) || dir} holds`)
    await wipe(dir)
  }
  return startPostgres({ dir, log })
}

async function startSandbox({ dir, url, scale, trafficApart = false, patience, log, running, signal }) {
  signal?.throwIfAborted()
  const script = await bundle('sandbox/main.ts', 'sandbox')
  const ports = await choosePorts(dir, log)
  const folder = path.join(dir, 'sandbox')
  const args = [
    ...['--dir', folder, '--app-url', url],
    ...Object.entries(ports).flatMap(([part, port]) => [`--${part}-port`, String(port)]),
    ...(scale === undefined ? [] : ['--scale', String(scale)]),
    ...(trafficApart ? ['--traffic', 'off'] : []),
  ]
  const logFile = path.join(dir, 'logs', 'sandbox.log')
  const child = startChild({ name: 'the sandbox', script, args, env: process.env, logFile })
  running.push(child)
  await child
    .ready(() => saysReady(logFile), { timeout: patience, signal })
    .catch((error) => {
      if (error instanceof ChildError && error.code === PORT_BUSY)
        error.message += '\nfree the port and start again'
      throw error
    })
  log(
    `the sandbox is ready (Kubernetes API on ${ports.kube}, Prometheus on ${ports.prometheus}, sign-in on ${ports.issuer})`,
  )
  return { ...readJson(path.join(folder, 'sandbox.json')), child }
}

async function startApp({ dir, port, url, number, demo, sandbox, env, patience, running, signal }) {
  const { MIGRATE_DATABASE_URL: _, KUBERNETES_SERVICE_HOST: __, ...inherited } = process.env
  const app = startChild({
    name: `Aviary${number}`,
    script: nextCommand,
    args: ['start', '-H', host, '-p', String(port)],
    logFile: path.join(dir, 'logs', `aviary${number}.log`),
    env: {
      ...inherited,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      DATABASE_URL: demo.database,
      KUBECONFIG: demo.kubeconfig,
      PROMETHEUS_URL: demo.prometheus,
      OIDC_ISSUER: sandbox.issuer,
      OIDC_CLIENT_ID: sandbox.clientId,
      OIDC_CLIENT_SECRET: sandbox.clientSecret,
      NEXTAUTH_URL: url,
      NEXTAUTH_SECRET: appSecret(dir),
      AVIARY_POLICY: path.join(root, 'sandbox', 'policy.yaml'),
      ...env,
    },
  })
  running.push(app)
  await app.ready(() => answersReady(`${url}/readyz`), { timeout: patience, signal })
  return app
}

const saysReady = (logFile) => existsSync(logFile) && /^sandbox ready$/m.test(readFileSync(logFile, 'utf8'))

const report = (child, { code, signal }) =>
  new ChildError(`${child.name} ended with ${code ?? signal}`, child)

async function answersReady(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) })
    await response.body?.cancel()
    return response.status === 200
  } catch {
    return false
  }
}
