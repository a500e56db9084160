import type { AuditRange, AuditRangeQuery } from '../domain/ports'
import type { Db } from './client'
import { withStoreErrors } from './errors'

/** The numbers that a time range begins and ends with; undefined where it holds none. */
export function auditRange(db: Db, { from, to, last }: AuditRangeQuery): Promise<AuditRange | undefined> {
  return withStoreErrors(async () => {
    const seq = { lte: BigInt(last) }
    const [begin, end] = await Promise.all([
      db.auditEventRow.aggregate({
        _min: { seq: true },
        where: { seq, ...(from !== undefined && { time: { gte: new Date(from) } }) },
      }),
      db.auditEventRow.aggregate({
        _max: { seq: true },
        where: { seq, ...(to !== undefined && { time: { lt: new Date(to) } }) },
      }),
    ])
    const range = { first: Number(begin._min.seq ?? 0), last: Number(end._max.seq ?? 0) }
    return range.first === 0 || range.first > range.last ? undefined : range
  })
}
