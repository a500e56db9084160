import type { TokenRecord, TokenStore } from '../domain/ports'
import type { Db } from './client'
import { withStoreErrors } from './errors'
import type { ApiToken } from './generated/client'

/** API tokens in Postgres, by the hash of their secret. Expired and revoked ones are kept and answered too. */
export function createTokenStore(db: Db): TokenStore {
  return {
    create: ({ scope = {}, ...token }) =>
      withStoreErrors(async () => {
        await db.apiToken.create({ data: { ...token, groups: [...token.groups], ...scope } })
      }),
    findByHash: (secretHash) =>
      withStoreErrors(async () => {
        const row = await db.apiToken.findUnique({ where: { secretHash } })
        return row ? toToken(row) : undefined
      }),
    list: (issuer, subject) =>
      withStoreErrors(async () => {
        const rows = await db.apiToken.findMany({
          where: { issuer, subject },
          orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        })
        return rows.map(toToken)
      }),
    revoke: (id, issuer, subject) =>
      withStoreErrors(async () => {
        const count = await db.$executeRaw`
          UPDATE api_token SET revoked_at = now()
          WHERE id = ${id} AND issuer = ${issuer} AND subject = ${subject} AND revoked_at IS NULL`
        return count === 1
      }),
    used: (id, at) =>
      withStoreErrors(async () => {
        await db.apiToken.updateMany({ where: { id }, data: { lastUsedAt: at } })
      }),
  }
}

function toToken(row: ApiToken): TokenRecord {
  const { cluster, namespace, service, createdAt, expiresAt, lastUsedAt, revokedAt, ...rest } = row
  const scope = {
    ...(cluster !== null && { cluster }),
    ...(namespace !== null && { namespace }),
    ...(service !== null && { service }),
  }
  return {
    ...rest,
    ...(Object.keys(scope).length > 0 && { scope }),
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    ...(lastUsedAt && { lastUsedAt: lastUsedAt.toISOString() }),
    ...(revokedAt && { revokedAt: revokedAt.toISOString() }),
  }
}
