import {
  existsSync,
  mkdirSync,
  openSync,
  closeSync,
  readFileSync,
  rmSync,
  writeFileSync,
  chownSync,
} from 'node:fs'
import { once } from 'node:events'
import path from 'node:path'
import pg from 'pg'
import { commandOf, until } from './processes.mjs'
import { giveTo, spawnAs } from './postgres-identity.mjs'

const flags = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'timezone=UTC', 'log_timezone=UTC']

/** Creates the cluster's files, with a password for the superuser. A half-made folder is made anew. */
export async function initialise({ native, data, identity, password, logFile }) {
  rmSync(data, { recursive: true, force: true })
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const passwordFile = path.join(data, '..', `.${path.basename(data)}-password`)
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
  if (identity.kind === 'user') {
    chownSync(data, identity.uid, identity.gid)
    chownSync(passwordFile, identity.uid, identity.gid)
  }
  // The built-in locale needs nothing of the machine's own locales.
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--encoding=UTF8']
  const args = [
    `--pgdata=${data}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    ...locale,
  ]
  try {
    const code = await withLog(logFile, async (log) => {
      const child = spawnAs(identity, path.join(native, 'bin', 'initdb'), args, {
        stdio: ['ignore', log, log],
        cwd: '/',
      })
      const [exitCode] = await once(child, 'close')
      return exitCode
    })
    if (code !== 0)
      throw new Error(`Postgres could not make its files (initdb ended with ${code}):\n${tail(logFile)}`)
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

/** Starts Postgres on its folder and waits until it answers. Answers its process id. */
export async function launch({ native, data, identity, port, password, logFile }) {
  giveTo(identity, data)
  const args = ['-D', data, '-p', String(port), ...flags.flatMap((flag) => ['-c', flag])]
  // A killed predecessor's backends keep the shared memory for some seconds: only that is tried again.
  const answer = await until(() => attempt(), { timeout: 30_000, every: 500 })
  if (typeof answer === 'number') return answer
  throw new Error(`Postgres did not start; the last lines of ${logFile}:\n${tail(logFile)}`)

  async function attempt() {
    const before = existsSync(logFile) ? readFileSync(logFile, 'utf8').length : 0
    const child = await withLog(logFile, (log) =>
      spawnAs(identity, path.join(native, 'bin', 'postgres'), args, {
        stdio: ['ignore', log, log],
        cwd: '/',
      }),
    )
    const end = { reached: false }
    child.once('error', () => (end.reached = true)).once('exit', () => (end.reached = true))
    const ready = await until(async () => end.reached || (await answers({ port, password, data })), {
      timeout: 60_000,
    })
    if (ready && !end.reached) {
      child.unref()
      return child.pid
    }
    child.kill('SIGQUIT')
    const said = existsSync(logFile) ? readFileSync(logFile, 'utf8').slice(before) : ''
    return /shared memory block|lock file .* already exists/.test(said) ? undefined : 'failed'
  }
}

/**
 * The Postgres that a killed predecessor left running on this folder, as `{pid, port}`. One that is just stopping is
 * waited for; a lock file whose process is gone or is another program (process ids are used again) is removed.
 */
export async function runningPostgres({ data, password }) {
  const found = await until(
    async () => {
      const lock = lockOf(data)
      if (!lock) {
        rmSync(path.join(data, 'postmaster.pid'), { force: true })
        return 'none'
      }
      return (await answers({ port: lock.port, password, data })) && lock
    },
    { timeout: 30_000 },
  )
  if (found === undefined)
    throw new Error(`a Postgres runs on ${data}, but does not answer; stop it, or use another folder`)
  return found === 'none' ? undefined : found
}

/** `{pid, port}` of the Postgres that runs on this folder, from its lock file; undefined when that process is gone. */
export function lockOf(data) {
  const file = path.join(data, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const [pid, , , port] = readFileSync(file, 'utf8').split('\n').map(Number)
  return commandOf(pid)?.includes(data) ? { pid, port } : undefined
}

/** Ends Postgres: open connections are closed, data is written. Kills it only when that takes over 30 seconds. */
export async function shutDown({ pid, data }) {
  const running = () => commandOf(pid)?.includes(data)
  if (!running()) return
  process.kill(pid, 'SIGINT')
  const ended = await until(() => !running(), { timeout: 30_000 })
  if (!ended && running()) process.kill(pid, 'SIGQUIT')
}

// Whether the Postgres on this port takes our password and works on our folder: a stranger's must not be used.
async function answers({ port, password, data }) {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', password, database: 'postgres' })
  client.on('error', () => client.end())
  try {
    await client.connect()
    const { rows } = await client.query('SHOW data_directory')
    return rows[0].data_directory === data
  } catch {
    return false
  } finally {
    await client.end()
  }
}

async function withLog(file, use) {
  mkdirSync(path.dirname(file), { recursive: true })
  const log = openSync(file, 'a', 0o600)
  try {
    return await use(log)
  } finally {
    closeSync(log)
  }
}

/** The last lines of a log, for an error message. */
export function tail(file, lines = 15) {
  if (!existsSync(file)) return '(no log)'
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')
}
