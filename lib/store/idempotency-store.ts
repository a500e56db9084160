import type { IdempotencyStore } from '../domain/ports'
import type { Db } from './client'
import { withStoreErrors } from './errors'

/** Rows of long ago that one new request takes away. */
const sweepRows = 100

/**
 * Answers by idempotency key, for 24 h by the database's clock. A request that has been running for over two minutes
 * counts as forgotten: its process is gone.
 */
export function createIdempotencyStore(db: Db): IdempotencyStore {
  return {
    begin: (key) =>
      withStoreErrors(async () => {
        // The row may be forgotten between the two statements; then the key is free again.
        for (;;) {
          if (await insert(db, key)) {
            await sweep(db)
            return { state: 'new' }
          }
          const row = await db.idempotency.findUnique({
            where: { scope_keyHash: { scope: key.scope, keyHash: key.keyHash } },
          })
          if (!row) continue
          if (row.bodyHash !== key.bodyHash) return { state: 'mismatch' }
          if (row.status === null || row.body === null) return { state: 'running' }
          return { state: 'done', status: row.status, body: row.body }
        }
      }),
    finish: ({ scope, keyHash }, answer) =>
      withStoreErrors(async () => {
        await db.idempotency.updateMany({ where: { scope, keyHash, status: null }, data: answer })
      }),
    forget: ({ scope, keyHash }) =>
      withStoreErrors(async () => {
        await db.idempotency.deleteMany({ where: { scope, keyHash, status: null } })
      }),
  }
}

// One statement: of requests in parallel exactly one inserts or takes over the row.
async function insert(db: Db, key: { scope: string; keyHash: string; bodyHash: string }): Promise<boolean> {
  const count = await db.$executeRaw`
    INSERT INTO idempotency AS kept (scope, key_hash, body_hash, started_at)
    VALUES (${key.scope}, ${key.keyHash}, ${key.bodyHash}, clock_timestamp())
    ON CONFLICT (scope, key_hash) DO UPDATE SET
      body_hash = excluded.body_hash, status = NULL, body = NULL, started_at = excluded.started_at
    WHERE kept.started_at < clock_timestamp() - interval '24 hours'
      OR (kept.status IS NULL AND kept.started_at < clock_timestamp() - interval '2 minutes')`
  return count === 1
}

async function sweep(db: Db): Promise<void> {
  await db.$executeRaw`
    DELETE FROM idempotency WHERE (scope, key_hash) IN (
      SELECT scope, key_hash FROM idempotency WHERE started_at < clock_timestamp() - interval '24 hours'
      LIMIT ${sweepRows}::integer FOR UPDATE SKIP LOCKED)`
}
