import type { TokenRecord, TokenStore } from '../domain/ports'
import type { Db } from './client'
import { containing } from './containing'
import { createdBefore } from './created-before'
import { pageOf, writeCursor } from './cursor'
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
    get: (id) =>
      withStoreErrors(async () => {
        const row = await db.apiToken.findUnique({ where: { id } })
        return row ? toToken(row) : undefined
      }),
    list: ({ owner = {}, search, limit, cursor }) =>
      withStoreErrors(async () => {
        const rows = await db.apiToken.findMany({
          where: {
            ...owner,
            AND: [
              search === undefined
                ? {}
                : {
                    OR: [
                      { subject: containing(search) },
                      { subjectName: containing(search) },
                      { name: containing(search) },
                    ],
                  },
              cursor === undefined ? {} : createdBefore(cursor),
            ],
          },
          orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
          take: limit + 1,
        })
        return pageOf(rows, limit, toToken, (row) => writeCursor(row.createdAt, row.id))
      }),
    revoke: (id) =>
      withStoreErrors(async () => {
        const count = await db.$executeRaw`
          UPDATE api_token SET revoked_at = now() WHERE id = ${id} AND revoked_at IS NULL`
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
