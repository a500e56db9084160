import type {
  NewPolicyVersion,
  PolicyState,
  PolicyStore,
  PolicyVersion,
} from '../domain/access/policy-version'
import type { Db } from './client'
import { badCursor, pageOf } from './cursor'
import { withStoreErrors } from './errors'
import type { PolicyVersionRow } from './generated/client'
import { toRecordJson } from './record-json'

/** Of the lock under which policies change; a number that nothing else takes. */
const lockKey = 7_030_301

/** The versions of the access policy, in Postgres. */
export function createPolicyStore(db: Db): PolicyStore {
  const first = (where: object, orderBy?: object) =>
    withStoreErrors(async () => {
      const row = await db.policyVersionRow.findFirst({ where, ...(orderBy && { orderBy }) })
      return row ? toVersion(row) : undefined
    })
  return {
    lock: () =>
      withStoreErrors(async () => {
        await db.$queryRaw`SELECT pg_advisory_xact_lock(${lockKey}::bigint)::text`
      }),
    active: () => first({ state: 'active' }),
    activeNumber: () =>
      withStoreErrors(async () => {
        const row = await db.policyVersionRow.findFirst({
          where: { state: 'active' },
          select: { number: true },
        })
        return row?.number
      }),
    get: (number) => first({ number }),
    before: (number) =>
      first({ number: { lt: number }, state: { in: ['active', 'superseded'] } }, { number: 'desc' }),
    proposed: () =>
      withStoreErrors(async () => {
        const rows = await db.policyVersionRow.findMany({
          where: { state: 'proposed' },
          orderBy: { number: 'desc' },
          take: 100,
        })
        return rows.map(toVersion)
      }),
    history: ({ limit, cursor }) =>
      withStoreErrors(async () => {
        const rows = await db.policyVersionRow.findMany({
          where: {
            state: { notIn: ['active', 'proposed'] },
            ...(cursor !== undefined && { number: { lt: readNumber(cursor) } }),
          },
          orderBy: { number: 'desc' },
          take: limit + 1,
        })
        return pageOf(rows, limit, toVersion, (row) => String(row.number))
      }),
    insert: (version) => withStoreErrors(() => insert(db, version)),
    settle: (version) =>
      withStoreErrors(async () => {
        await db.policyVersionRow.update({
          where: { number: version.number },
          data: { state: version.state, record: toRecordJson(recordOf(version)) },
        })
      }),
    ledByOther: (holder) =>
      withStoreErrors(async () => {
        const [row] = await db.$queryRaw<{ led: boolean }[]>`
          SELECT EXISTS (SELECT FROM leader
            WHERE holder <> '' AND holder <> ${holder} AND expires_at > clock_timestamp()) AS led`
        return row?.led ?? false
      }),
  }
}

/** Under the lock, so that two versions never want the same number. */
async function insert(db: Db, version: NewPolicyVersion): Promise<PolicyVersion> {
  const newest = await db.policyVersionRow.aggregate({ _max: { number: true } })
  const row = await db.policyVersionRow.create({
    data: {
      number: (newest._max.number ?? 0) + 1,
      hash: version.hash,
      text: version.text,
      source: version.source,
      fileHash: version.fileHash,
      state: version.state,
      at: new Date(version.at),
      record: toRecordJson(recordOf(version)),
    },
  })
  return toVersion(row)
}

/** What has no column of its own. */
type Rest = Pick<PolicyVersion, 'author' | 'reason' | 'base' | 'expiresAt' | 'decided'>

const recordOf = ({ author, reason, base, expiresAt, decided }: Rest): Rest => ({
  author,
  ...(reason === undefined ? {} : { reason }),
  ...(base === undefined ? {} : { base }),
  ...(expiresAt === undefined ? {} : { expiresAt }),
  ...(decided === undefined ? {} : { decided }),
})

function toVersion(row: PolicyVersionRow): PolicyVersion {
  return {
    ...recordOf(row.record as unknown as Rest),
    number: row.number,
    hash: row.hash,
    text: row.text,
    source: row.source === 'file' ? 'file' : 'console',
    fileHash: row.fileHash,
    state: row.state as PolicyState,
    at: row.at.toISOString(),
  }
}

function readNumber(cursor: string): number {
  if (!/^\d{1,9}$/.test(cursor)) throw badCursor()
  return Number(cursor)
}
