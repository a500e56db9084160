import { existsSync, readFileSync, rmSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { freePort } from './ports.mjs'
import { initialise, launch, lockOf, runningPostgres, shutDown } from './postgres-control.mjs'
import { keepSecrets, placePostgres, readSecrets, wipePostgres } from './postgres-files.mjs'
import { postgresIdentity } from './postgres-identity.mjs'
import { commandOf, until } from './processes.mjs'

const DATABASE = 'aviary'

/**
 * Starts the embedded Postgres of `dir` (data in `<dir>/postgres`, port and passwords in `<dir>/postgres.json`), or
 * takes over the one that a killed predecessor left running. Rejects while another live process uses `dir`.
 */
export async function startPostgres({ dir, port, log = () => undefined, userNamespaces = true }) {
  const folder = path.resolve(dir)
  mkdirSync(folder, { recursive: true })
  const release = claim(path.join(folder, 'postgres.lock'))
  try {
    const started = await start(folder, { port, log, userNamespaces })
    return {
      ...started.urls,
      reused: started.reused,
      /** Resolves once Postgres is gone, stopped or not. */
      ended: () => until(() => !commandOf(started.pid), { timeout: Infinity, every: 1000 }),
      async stop() {
        await shutDown(started)
        release()
      },
    }
  } catch (error) {
    release()
    throw error
  }
}

/** Stops the embedded Postgres of `dir` if one was left running, and removes it with all its data. */
export async function discardPostgres(dir) {
  const folder = path.resolve(dir)
  mkdirSync(folder, { recursive: true })
  const release = claim(path.join(folder, 'postgres.lock'))
  try {
    await wipePostgres(folder, async (data) => {
      const pid = lockOf(data)?.pid
      if (pid) await shutDown({ pid, data })
    })
  } finally {
    release()
  }
}

async function start(dir, { port, log, userNamespaces }) {
  const identity = postgresIdentity({ userNamespaces })
  const { native, data, secrets } = placePostgres(dir, readSecrets(dir), identity)
  const logFile = path.join(dir, 'logs', 'postgres.log')
  const password = secrets.superuser
  const running = await runningPostgres({ data, password })
  if (running) {
    log(`Postgres still runs from last time (process ${running.pid}, port ${running.port}); using it`)
    return { pid: running.pid, data, reused: true, urls: await prepare(secrets, running.port) }
  }
  if (!secrets.initialised) {
    log('making a new Postgres database')
    keepSecrets(dir, secrets)
    await initialise({ native, data, identity, password, logFile })
  }
  const chosen = await freePort(port ?? secrets.port)
  keepSecrets(dir, { ...secrets, port: chosen, initialised: true })
  const pid = await launch({ native, data, identity, port: chosen, password, logFile })
  log(`Postgres answers on port ${chosen}`)
  return { pid, data, reused: false, urls: await prepare(secrets, chosen) }
}

/** Makes roles and database where they are missing, so that a start that was cut off is completed by the next. */
async function prepare(secrets, port) {
  const host = `127.0.0.1:${port}`
  const admin = new pg.Client({
    connectionString: `postgresql://postgres:${secrets.superuser}@${host}/postgres`,
  })
  await admin.connect()
  try {
    await ensureRole(admin, 'aviary_owner', 'CREATEROLE', secrets.owner)
    await ensureRole(admin, 'aviary_app', 'NOCREATEROLE', secrets.server)
    await ensureRole(admin, 'aviary_notary', 'NOCREATEROLE', secrets.signer)
    const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE])
    if (rowCount === 0) await admin.query(`CREATE DATABASE ${DATABASE} OWNER aviary_owner`)
  } finally {
    await admin.end()
  }
  return {
    ownerUrl: `postgresql://aviary_owner:${secrets.owner}@${host}/${DATABASE}`,
    serverUrl: `postgresql://aviary_app:${secrets.server}@${host}/${DATABASE}`,
    signerUrl: `postgresql://aviary_notary:${secrets.signer}@${host}/${DATABASE}`,
  }
}

async function ensureRole(client, role, power, password) {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role])
  const verb = rowCount === 0 ? 'CREATE' : 'ALTER'
  await client.query(`${verb} ROLE ${role} LOGIN ${power} PASSWORD ${client.escapeLiteral(password)}`)
}

/** Marks the folder as used by this process. The mark of a process that is gone is void. */
function claim(lockFile) {
  const owner = existsSync(lockFile) && readFileSync(lockFile, 'utf8')
  const [pid] = owner ? owner.split('\n') : []
  if (owner && Number(pid) !== process.pid && mark(pid) === owner) {
    throw new Error(
      `${path.dirname(lockFile)} is in use by process ${pid}; stop that, or choose another folder with --dir\n` +
        `  ${owner.slice(pid.length).trim().split('\n')[0]}`,
    )
  }
  writeFileSync(lockFile, mark(process.pid))
  return () => rmSync(lockFile, { force: true })
}

// A process id alone may belong to another program by now.
const mark = (pid) => `${pid}\n${commandOf(pid)}\n`
