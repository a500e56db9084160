import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { discardPostgres, startPostgres } from './postgres.mjs'

let dir: string
const others: ChildProcess[] = []

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'aviary-postgres-'))
})

afterEach(async () => {
  for (const other of others.splice(0)) other.kill('SIGKILL')
  await discardPostgres(dir)
  rmSync(dir, { recursive: true, force: true })
})

async function ask(url: string, sql: string): Promise<Record<string, unknown> | undefined> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql)
    return rows[0]
  } finally {
    await client.end()
  }
}

/** Another process that starts Postgres in `dir`, says so, and goes on. */
async function startElsewhere() {
  const module = JSON.stringify(path.join(import.meta.dirname, 'postgres.mjs'))
  const program = `const { startPostgres } = await import(${module})
    await startPostgres({ dir: ${JSON.stringify(dir)} })
    console.log('up')
    setInterval(() => undefined, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  others.push(child)
  await once(createInterface(child.stdout), 'line')
  return child
}

test('the data stays from one start to the next, on the same port, in private files', async () => {
  const first = await startPostgres({ dir })
  await ask(first.ownerUrl, 'CREATE TABLE kept AS SELECT 7 AS seven')
  await first.stop()
  const second = await startPostgres({ dir })
  expect(await ask(second.ownerUrl, 'SELECT seven FROM kept')).toEqual({ seven: 7 })
  expect(second.ownerUrl).toBe(first.ownerUrl)
  expect(statSync(path.join(dir, 'postgres.json')).mode & 0o777).toBe(0o600)
  expect(statSync(path.join(dir, 'postgres')).mode & 0o777).toBe(0o700)
  await second.stop()
})

test('the owner may make roles, the server nothing, and neither is a superuser', async () => {
  const { ownerUrl, serverUrl, stop } = await startPostgres({ dir })
  const powers = 'SELECT rolcreaterole, rolsuper FROM pg_roles WHERE rolname = current_user'
  expect(await ask(ownerUrl, powers)).toEqual({ rolcreaterole: true, rolsuper: false })
  expect(await ask(serverUrl, powers)).toEqual({ rolcreaterole: false, rolsuper: false })
  await expect(ask(serverUrl, 'CREATE TABLE mine (id int)')).rejects.toThrow(/permission denied/)
  await stop()
})

test('what a killed process left running is used again; a folder in use is refused', async () => {
  const other = await startElsewhere()
  await expect(startPostgres({ dir })).rejects.toThrow(/is in use by process/)
  other.kill('SIGKILL')
  await once(other, 'exit')
  const { reused, serverUrl, stop } = await startPostgres({ dir })
  expect(reused).toBe(true)
  expect(await ask(serverUrl, 'SELECT 1 AS one')).toEqual({ one: 1 })
  await stop()
})

test('discarding ends a Postgres that was left running and removes all of it', async () => {
  const other = await startElsewhere()
  other.kill('SIGKILL')
  await once(other, 'exit')
  await discardPostgres(dir)
  expect(existsSync(path.join(dir, 'postgres'))).toBe(false)
  expect(existsSync(path.join(dir, 'postgres.json'))).toBe(false)
})
