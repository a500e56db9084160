// Aviary against a cluster of one's own: npm start. Refuses to run half-configured.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { startChild } from './lib/child.mjs'
import { environmentFaults } from './lib/environment.mjs'
import { buildApp, hasBuild, nextCommand } from './lib/next-build.mjs'
import { startPostgres } from './lib/postgres.mjs'
import { root } from './lib/root.mjs'
import { run } from './lib/run.mjs'

const say = (line) => process.stderr.write(`${line}\n`)
const faults = environmentFaults(process.env)
if (faults.length > 0) {
  say(
    `Aviary is not configured:\n${faults.map((fault) => `  ${fault}`).join('\n')}\nTo try it without a cluster: npm run demo`,
  )
  process.exit(78)
}

const breakOff = new AbortController()
const part = { app: undefined, postgres: undefined }
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    breakOff.abort()
    part.app?.signal(signal === 'SIGHUP' ? 'SIGTERM' : signal)
  })
}

try {
  process.exitCode = await start()
} catch (error) {
  if (!breakOff.signal.aborted) say(error.message)
  process.exitCode = 1
} finally {
  await part.postgres?.stop()
}

async function start() {
  const { signal } = breakOff
  const databases = await chooseDatabase()
  if (databases.MIGRATE_DATABASE_URL) {
    await run(process.execPath, ['scripts/migrate.mjs'], { env: { ...process.env, ...databases }, signal })
  }
  // A checkout is built here; an image comes built and holds no sources.
  if (existsSync(path.join(root, 'app'))) await buildApp({ signal, log: say })
  if (!hasBuild()) throw new Error('there is no build: run npm run build')
  signal.throwIfAborted()

  const { MIGRATE_DATABASE_URL: _, ...env } = { ...process.env, ...databases, NODE_ENV: 'production' }
  const host = env.HOST || (env.KUBERNETES_SERVICE_HOST ? '0.0.0.0' : '127.0.0.1')
  const args = ['start', '-H', host, '-p', env.PORT || '3000']
  part.app = startChild({
    name: 'Aviary',
    script: nextCommand,
    args,
    env: { ...env, NEXT_TELEMETRY_DISABLED: '1' },
  })
  const { code, signal: killedBy, error } = await part.app.ended
  if (error) throw error
  return killedBy && !breakOff.signal.aborted ? 1 : (code ?? 0)
}

/** The addresses of the database for the server and for migrations: yours, or the embedded Postgres. */
async function chooseDatabase() {
  const { DATABASE_URL, MIGRATE_DATABASE_URL } = process.env
  if (DATABASE_URL) return { DATABASE_URL, MIGRATE_DATABASE_URL }
  const dir = path.join(root, '.aviary', 'start')
  say(`DATABASE_URL is not set: Aviary keeps its records in an embedded Postgres in ${dir}/postgres.`)
  say('That is for trying out. For anything that must last set DATABASE_URL to a Postgres that is backed up.')
  part.postgres = await startPostgres({ dir, log: say })
  return { DATABASE_URL: part.postgres.serverUrl, MIGRATE_DATABASE_URL: part.postgres.ownerUrl }
}
