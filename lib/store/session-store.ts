import type { AuditBody } from '../domain/audit/event'
import type { AuditLog, SessionRecord, SessionStore } from '../domain/ports'
import { createAuditLog } from './audit-log'
import type { Db } from './client'
import { containing } from './containing'
import { createdBefore } from './created-before'
import { pageOf, writeCursor } from './cursor'
import { isDuplicate, withStoreErrors } from './errors'
import type { PrismaClient, Session } from './generated/client'

/**
 * Sessions in Postgres, by the hash of the cookie's secret. `find` answers expired and revoked ones too: whoever asks
 * decides. A new session sweeps those that expired over a day ago.
 */
export function createSessionStore(prisma: PrismaClient): SessionStore {
  const together = (work: (db: Db, audit: AuditLog) => Promise<void>) =>
    withStoreErrors(() => prisma.$transaction((db) => work(db, createAuditLog(db))))
  return {
    create: async (session, event) => {
      await together(async (db, audit) => {
        await db.session.create({ data: { ...session, groups: [...session.groups] } })
        await shareGroups(db, session.idHash)
        await audit.append(event)
      })
      await withStoreErrors(
        () => prisma.$executeRaw`DELETE FROM session WHERE expires_at < now() - interval '1 day'`,
      )
    },
    checked: (idHash, { at, groups, groupsProblem, sealedTokens, expiresAt }, event?: AuditBody) =>
      together(async (db, audit) => {
        const data = {
          groups: [...groups],
          groupsProblem: groupsProblem ?? null,
          sealedTokens: sealedTokens ?? null,
          groupsCheckedAt: at,
          groupsFailing: false,
          expiresAt,
        }
        // A session that was ended meanwhile holds nothing of the provider.
        const { count } = await db.session.updateMany({ where: { idHash, revokedAt: null }, data })
        if (count === 0) return
        await shareGroups(db, idHash)
        if (event) await audit.append(event)
      }),
    revoke: (idHash, event) =>
      withStoreErrors(() =>
        prisma.$transaction(async (db) => {
          const count = await db.$executeRaw`
            UPDATE session SET revoked_at = now(), sealed_tokens = NULL
            WHERE id_hash = ${idHash} AND revoked_at IS NULL`
          if (count === 1) await createAuditLog(db).append(event)
          return count === 1
        }),
      ),
    ...reads(prisma),
    ...marks(prisma),
  }
}

function reads(db: Db): Pick<SessionStore, 'find' | 'get' | 'list' | 'groupsOf' | 'ofProvider'> {
  return {
    find: (idHash) =>
      withStoreErrors(async () => {
        const row = await db.session.findUnique({ where: { idHash } })
        return row ? toSession(row) : undefined
      }),
    get: (id) =>
      withStoreErrors(async () => {
        const row = await db.session.findUnique({ where: { id, revokedAt: null } })
        return row ? toSession(row) : undefined
      }),
    list: ({ now, seenSince, owner = {}, search, limit, cursor }) =>
      withStoreErrors(async () => {
        const rows = await db.session.findMany({
          where: {
            ...owner,
            revokedAt: null,
            expiresAt: { gt: now },
            lastSeenAt: { gte: seenSince },
            AND: [
              search === undefined
                ? {}
                : { OR: [{ subject: containing(search) }, { name: containing(search) }] },
              cursor === undefined ? {} : createdBefore(cursor),
            ],
          },
          orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
          take: limit + 1,
        })
        return pageOf(rows, limit, toSession, (row) => writeCursor(row.createdAt, row.id))
      }),
    groupsOf: ({ issuer, subject }) =>
      withStoreErrors(async () => {
        const row = await db.session.findFirst({
          where: { issuer, subject },
          orderBy: { groupsCheckedAt: 'desc' },
          select: { groups: true },
        })
        return row?.groups
      }),
    ofProvider: (issuer, who) =>
      withStoreErrors(async () => {
        const rows = await db.session.findMany({ where: { issuer, ...who, revokedAt: null } })
        return rows.map(toSession)
      }),
  }
}

function marks(db: Db): Pick<SessionStore, 'touch' | 'claimCheck' | 'checkFailed' | 'takeLogoutToken'> {
  return {
    touch: (idHash, at) =>
      withStoreErrors(async () => {
        await db.session.updateMany({ where: { idHash, lastSeenAt: { lt: at } }, data: { lastSeenAt: at } })
      }),
    claimCheck: (idHash, at, before) =>
      withStoreErrors(async () => {
        const { count } = await db.session.updateMany({
          where: { idHash, revokedAt: null, groupsTriedAt: { lte: before } },
          data: { groupsTriedAt: at },
        })
        return count === 1
      }),
    checkFailed: (idHash, sealedTokens) =>
      withStoreErrors(async () => {
        const data = { groupsFailing: true, ...(sealedTokens === undefined ? {} : { sealedTokens }) }
        await db.session.updateMany({ where: { idHash, revokedAt: null }, data })
      }),
    takeLogoutToken: (jti, expiresAt) =>
      withStoreErrors(async () => {
        await db.$executeRaw`DELETE FROM logout_token WHERE expires_at < now()`
        try {
          await db.logoutToken.create({ data: { jti, expiresAt } })
          return true
        } catch (error) {
          if (isDuplicate(error)) return false
          throw error
        }
      }),
  }
}

/** A token acts with what its owner's provider last said. */
async function shareGroups(db: Db, idHash: string): Promise<void> {
  await db.$executeRaw`
    UPDATE api_token SET groups = session.groups FROM session
    WHERE session.id_hash = ${idHash} AND api_token.issuer = session.issuer AND api_token.subject = session.subject
      AND api_token.revoked_at IS NULL AND api_token.groups <> session.groups`
}

function toSession(row: Session): SessionRecord {
  const { username, groupsProblem, sealedTokens, providerSession, address, agent, revokedAt } = row
  return {
    id: row.id,
    idHash: row.idHash,
    issuer: row.issuer,
    subject: row.subject,
    name: row.name,
    groups: row.groups,
    ...(username !== null && { username }),
    ...(groupsProblem !== null && { groupsProblem }),
    groupsCheckedAt: row.groupsCheckedAt.toISOString(),
    groupsTriedAt: row.groupsTriedAt.toISOString(),
    groupsFailing: row.groupsFailing,
    ...(sealedTokens !== null && { sealedTokens }),
    ...(providerSession !== null && { providerSession }),
    ...(address !== null && { address }),
    ...(agent !== null && { agent }),
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    ...(revokedAt && { revokedAt: revokedAt.toISOString() }),
  }
}
