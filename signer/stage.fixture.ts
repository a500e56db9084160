import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { startTestDatabase, type TestDatabase } from '../e2e/support/database'
import { sampleBody } from '../e2e/support/sample-records'
import { canonicalJson } from '../lib/domain/audit/canonical'
import { connect, type ChainDatabase } from './database'
import { loadKey, makeKey, type SigningKey } from './key'
import { openSink, type Sink } from './sink'
import type { Desk } from './turn'

export interface SignerStage {
  database: TestDatabase
  dir: string
  sinkFile: string
  keyFile: string
  key: SigningKey
  /** As the server's role, as the owner, and as the signer asks. */
  server: pg.Client
  owner: pg.Client
  chain: ChainDatabase
  /** A desk over the file as it is now; what it prints and says is kept. */
  desk(): Promise<Desk & { sink: Sink; printed: string[]; said: string[] }>
  append(id: string, body?: Record<string, unknown>): Promise<void>
  beginEpoch(id: string, detail: unknown): Promise<void>
  /** Lets the owner do what the triggers forbid. */
  tamper(...statements: string[]): Promise<void>
  close(): Promise<void>
}

/** A real Postgres with an empty chain, a key and no file of checkpoints yet. */
export async function signerStage(): Promise<SignerStage> {
  const database = await startTestDatabase()
  const dir = await mkdtemp(path.join(tmpdir(), 'aviary-signer-'))
  const keyFile = path.join(dir, 'key', 'signer.pem')
  const sinkFile = path.join(dir, 'out', 'checkpoints.jsonl')
  makeKey(keyFile)
  const key = loadKey(keyFile)
  const server = new pg.Client({ connectionString: database.serverUrl })
  const owner = new pg.Client({ connectionString: database.ownerUrl })
  await Promise.all([server.connect(), owner.connect()])
  const chain = await connect(database.signerUrl)
  const sinks: Sink[] = []
  const tables = ['audit_event', 'audit_head', 'audit_checkpoint', 'audit_incident']
  const triggers = (state: string) => tables.map((table) => `ALTER TABLE ${table} ${state} TRIGGER USER`)
  return {
    ...{ database, dir, sinkFile, keyFile, key, server, owner, chain },
    desk: async () => {
      const printed: string[] = []
      const said: string[] = []
      const say = (words: string) => void said.push(words)
      const sink = await openSink(sinkFile, say)
      sinks.push(sink)
      await sink.refresh()
      return {
        key,
        sink,
        printed,
        said,
        say,
        now: () => new Date(),
        print: (line) => void printed.push(line),
      }
    },
    append: async (id, body = {}) => {
      await server.query('SELECT audit_append($1)', [canonicalJson({ ...sampleBody({ id }), ...body })])
    },
    beginEpoch: async (id, detail) => {
      const body = { ...sampleBody({ id, action: 'chain.rollback-detected', kind: 'system' }), detail }
      await server.query('SELECT audit_begin_epoch($1)', [canonicalJson(body)])
    },
    tamper: async (...statements) => {
      for (const sql of [...triggers('DISABLE'), ...statements, ...triggers('ENABLE')]) await owner.query(sql)
    },
    close: async () => {
      await Promise.all([server.end(), owner.end(), chain.close(), ...sinks.map((sink) => sink.close())])
      await database.stop()
      await rm(dir, { recursive: true, force: true })
    },
  }
}
