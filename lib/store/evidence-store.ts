import type { EvidenceStore, JudgementRecord, MeasurementRecord } from '../domain/ports'
import type { Db } from './client'
import { badCursor, pageOf } from './cursor'
import { withStoreErrors } from './errors'
import type { ReleaseJudgement, ReleaseMeasurement } from './generated/client'

/** What releases are judged by, in Postgres. */
export function createEvidenceStore(db: Db): EvidenceStore {
  return {
    judgement: (release, attempt) =>
      withStoreErrors(async () => {
        const row = await db.releaseJudgement.findUnique({ where: { release_attempt: { release, attempt } } })
        return row ? toJudgement(row) : undefined
      }),
    append: (next, measurement, epoch) =>
      withStoreErrors(async () => (await append(db, next, measurement, epoch)) === 1),
    list: ({ release, limit, cursor }) =>
      withStoreErrors(async () => {
        const rows = await db.releaseMeasurement.findMany({
          where: { release, ...(cursor !== undefined && olderThan(cursor)) },
          orderBy: [{ attempt: 'desc' }, { seq: 'desc' }],
          take: limit + 1,
        })
        return pageOf(rows, limit, toMeasurement, ({ attempt, seq }) => `${attempt}.${seq}`)
      }),
  }
}

// One statement, so both rows or none. The leader's row is locked as in release-store.ts; the judgement moves on only
// from the `seq` before, and the measurement is stored only when it did.
async function append(
  db: Db,
  next: JudgementRecord,
  measurement: MeasurementRecord,
  epoch: number,
): Promise<number> {
  return await db.$executeRaw`
    WITH led AS MATERIALIZED (SELECT 1 FROM leader WHERE epoch = ${epoch}::bigint FOR SHARE),
    moved AS (
      INSERT INTO release_judgement AS present (release, attempt, seq, measured_to, state, judgement)
      SELECT ${next.release}, ${next.attempt}::integer, ${next.seq}::integer,
        ${next.measuredTo}::timestamptz, ${JSON.stringify(next.state)}::json,
        ${JSON.stringify(next.judgement)}::json
      WHERE EXISTS (SELECT FROM led) AND (${next.seq}::integer = 1 OR EXISTS (
        SELECT FROM release_judgement WHERE release = ${next.release} AND attempt = ${next.attempt}::integer))
      ON CONFLICT (release, attempt) DO UPDATE SET seq = excluded.seq, measured_to = excluded.measured_to,
        state = excluded.state, judgement = excluded.judgement
      WHERE present.seq = excluded.seq - 1
      RETURNING 1
    )
    INSERT INTO release_measurement (release, attempt, seq, step, at, interval, judgement)
    SELECT ${measurement.release}, ${measurement.attempt}::integer, ${measurement.seq}::integer,
      ${measurement.step}::integer, ${measurement.at}::timestamptz,
      ${JSON.stringify(measurement.interval)}::json, ${JSON.stringify(measurement.judgement)}::json
    FROM moved`
}

function olderThan(cursor: string) {
  const [, attempt, seq] = /^(\d{1,9})\.(\d{1,9})$/.exec(cursor) ?? []
  if (attempt === undefined || seq === undefined) throw badCursor()
  return {
    OR: [{ attempt: { lt: Number(attempt) } }, { attempt: Number(attempt), seq: { lt: Number(seq) } }],
  }
}

function toJudgement({ measuredTo, state, judgement, ...row }: ReleaseJudgement): JudgementRecord {
  return {
    ...row,
    measuredTo: measuredTo.toISOString(),
    state: state as unknown as JudgementRecord['state'],
    judgement: judgement as unknown as JudgementRecord['judgement'],
  }
}

function toMeasurement({ at, judgement, ...row }: ReleaseMeasurement): MeasurementRecord {
  return {
    ...row,
    at: at.toISOString(),
    judgement: judgement as unknown as MeasurementRecord['judgement'],
  }
}
