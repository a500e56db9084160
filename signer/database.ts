import pg from 'pg'
import { genesisOf, type ChainPoint } from '../lib/domain/audit/chain'
import {
  type Checkpoint,
  checkpointDigest,
  checkpointLine,
  readCheckpoint,
} from '../lib/domain/audit/checkpoint'
import type { StoredEvent } from '../lib/domain/audit/event'
import { rollbackAcknowledged, rollbackDetected, type AuditPoint } from '../lib/domain/audit/rollback'
import { readAuditPages } from '../lib/store/audit-pages'
import { sha256 } from '../lib/store/sha256'
import { textQuery } from '../lib/store/text-query'

/** Milliseconds, for one statement. */
const waits = { connect: 5_000, statement: 30_000, answer: 40_000 }
/** Held by the one signer of a database, as long as its connection lives. */
const signerLock = 0x617669_61

/** What the signer asks of the database, over one connection. */
export interface ChainDatabase {
  head(): Promise<ChainPoint>
  /** Where the chain begins. */
  genesis(): Promise<ChainPoint>
  at(seq: number): Promise<AuditPoint | undefined>
  pages(fromSeq: number, toSeq: number): AsyncIterable<readonly StoredEvent[]>
  /** Bodies of the events about rollbacks, oldest first. */
  rollbacks(): Promise<string[]>
  newest(): Promise<Checkpoint | undefined>
  /** Keeps a checkpoint, unless it is there. */
  keep(checkpoint: Checkpoint): Promise<void>
  close(): Promise<void>
}

/** Connects, and makes sure that no other signer works on this database. Throws otherwise. */
export async function connect(url: string): Promise<ChainDatabase> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'aviary signer',
    connectionTimeoutMillis: waits.connect,
    statement_timeout: waits.statement,
    query_timeout: waits.answer,
    keepAlive: true,
    options: '-c TimeZone=UTC',
  })
  // A connection that breaks fails the next query, which is where it is heard of.
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ own: boolean }>('SELECT pg_try_advisory_lock($1) AS own', [
      signerLock,
    ])
    if (!rows[0]?.own) throw new Error('another signer works on this database')
  } catch (error) {
    await client.end().catch(() => undefined)
    throw error
  }
  return over(client)
}

function over(client: pg.Client): ChainDatabase {
  const ask = textQuery(client)
  const head = async (): Promise<ChainPoint> => {
    type Row = [chain: string, epoch: string, seq: string, hash: string]
    const [row] = await ask<Row>(`SELECT chain_id, epoch, seq, encode(hash, 'hex') FROM audit_head`, [])
    if (!row) throw new Error('the database has no audit log')
    return { chainId: row[0], epoch: Number(row[1]), seq: Number(row[2]), hash: row[3] }
  }
  const genesis = async () => genesisOf((await head()).chainId, sha256)
  return {
    head,
    genesis,
    at: async (seq) => {
      if (seq === 0) return await genesis()
      const sql = `SELECT epoch, encode(hash, 'hex') FROM audit_event WHERE seq = $1`
      const [row] = await ask<[epoch: string, hash: string]>(sql, [String(seq)])
      return row && { epoch: Number(row[0]), seq, hash: row[1] }
    },
    pages: (fromSeq, toSeq) => readAuditPages(ask, fromSeq, toSeq),
    rollbacks: async () => {
      const sql = 'SELECT body FROM audit_event WHERE action IN ($1, $2) ORDER BY seq'
      const rows = await ask<[body: string]>(sql, [rollbackDetected, rollbackAcknowledged])
      return rows.map(([body]) => body)
    },
    newest: async () => {
      const [row] = await ask<[line: string]>(
        'SELECT line FROM audit_checkpoint ORDER BY id DESC LIMIT 1',
        [],
      )
      return row && readCheckpoint(row[0])
    },
    keep: async (checkpoint) => {
      const { epoch, seq, time } = checkpoint
      await ask(
        `INSERT INTO audit_checkpoint (epoch, seq, time, digest, line) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (digest) DO NOTHING`,
        [String(epoch), String(seq), time, checkpointDigest(checkpoint, sha256), checkpointLine(checkpoint)],
      )
    },
    close: () => client.end(),
  }
}
