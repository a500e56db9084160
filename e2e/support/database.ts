import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { migrate } from '../../scripts/lib/migrate.mjs'
import { startPostgres } from '../../scripts/lib/postgres.mjs'

export interface TestDatabase {
  /** Of the role that owns the tables and made them. */
  ownerUrl: string
  /** Of the role that the server runs as. */
  serverUrl: string
  /** Of the role that signs checkpoints. */
  signerUrl: string
  /** Of the superuser, who is above all that the database can refuse. */
  adminUrl: string
  stop(): Promise<void>
}

/** A real Postgres of its own in a new folder, with all migrations applied; `stop` ends it and removes the folder. */
export async function startTestDatabase(): Promise<TestDatabase> {
  const dir = await mkdtemp(path.join(tmpdir(), 'aviary-database-'))
  const postgres = await startPostgres({ dir })
  const stop = async () => {
    await postgres.stop()
    await rm(dir, { recursive: true, force: true })
  }
  try {
    const { ownerUrl, serverUrl, signerUrl } = postgres
    await migrate({ ownerUrl, serverUrl, signerUrl })
    return { ownerUrl, serverUrl, signerUrl, adminUrl: await readAdminUrl(dir, ownerUrl), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function readAdminUrl(dir: string, ownerUrl: string): Promise<string> {
  const secrets = JSON.parse(await readFile(path.join(dir, 'postgres.json'), 'utf8')) as { superuser: string }
  const url = new URL(ownerUrl)
  url.username = 'postgres'
  url.password = secrets.superuser
  return url.href
}
