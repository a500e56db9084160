import type { LeaderStore } from '../domain/ports'
import type { Db } from './client'
import { withStoreErrors } from './errors'

/** Leadership by one row and the database's clock; the clocks of the replicas do not matter. */
export function createLeaderStore(db: Db): LeaderStore {
  return {
    acquire: (holder, ttlSeconds) =>
      withStoreErrors(async () => {
        const [row] = await db.$queryRaw<{ epoch: bigint }[]>`
          INSERT INTO leader AS current (holder, epoch, expires_at)
          VALUES (${holder}, 1, clock_timestamp() + make_interval(secs => ${ttlSeconds}::float8))
          ON CONFLICT (singleton) DO UPDATE SET
            holder = excluded.holder,
            epoch = current.epoch + CASE WHEN current.holder = excluded.holder THEN 0 ELSE 1 END,
            expires_at = clock_timestamp() + make_interval(secs => ${ttlSeconds}::float8)
          WHERE current.holder = excluded.holder OR current.expires_at <= clock_timestamp()
          RETURNING epoch`
        return row ? Number(row.epoch) : undefined
      }),
    // The epoch grows here too, so that writes which the old leader still has under way are refused.
    release: (holder) =>
      withStoreErrors(async () => {
        await db.$executeRaw`
          UPDATE leader SET holder = '', epoch = epoch + 1, expires_at = clock_timestamp() WHERE holder = ${holder}`
      }),
  }
}
