import type { SessionRecord, SessionStore } from '../domain/ports'
import type { Db } from './client'
import { withStoreErrors } from './errors'
import type { Session } from './generated/client'

/**
 * Sessions in Postgres, by the hash of the cookie's secret. `find` answers expired and revoked ones too: whoever asks
 * decides. A new session sweeps those that expired over a day ago.
 */
export function createSessionStore(db: Db): SessionStore {
  return {
    create: (session) =>
      withStoreErrors(async () => {
        await db.session.create({ data: { ...session, groups: [...session.groups] } })
        await db.$executeRaw`DELETE FROM session WHERE expires_at < now() - interval '1 day'`
      }),
    find: (idHash) =>
      withStoreErrors(async () => {
        const row = await db.session.findUnique({ where: { idHash } })
        return row ? toSession(row) : undefined
      }),
    touch: (idHash, at) =>
      withStoreErrors(async () => {
        await db.session.updateMany({ where: { idHash, lastSeenAt: { lt: at } }, data: { lastSeenAt: at } })
      }),
    revoke: (idHash) =>
      withStoreErrors(async () => {
        await db.$executeRaw`
          UPDATE session SET revoked_at = now(), id_token = NULL WHERE id_hash = ${idHash} AND revoked_at IS NULL`
      }),
  }
}

function toSession(row: Session): SessionRecord {
  const { idToken, createdAt, lastSeenAt, expiresAt, revokedAt, ...rest } = row
  return {
    ...rest,
    ...(idToken !== null && { idToken }),
    createdAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    ...(revokedAt && { revokedAt: revokedAt.toISOString() }),
  }
}
