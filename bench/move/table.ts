import { middleAndTail, milliseconds, ratio } from '../support/report'
import type { Aborts } from './aborts'
import type { AuditSpeed } from './audit'
import type { Propagation } from './propagation'
import type { Moves } from './weights'

/** Everything measured on one stage. */
export interface Measured {
  services: number
  /** The machine's load around it. */
  machine: string
  moves: Moves
  propagation: Propagation
  audit: AuditSpeed
  aborts: Aborts
}

export const columns = (results: readonly Measured[]): string[] => [
  'what',
  ...results.map(({ services }) => `${services} services`),
]

type Row = readonly [string, (measured: Measured) => string]

const rows: readonly Row[] = [
  [
    'PUT weights, click to answer, p50 / p95',
    ({ moves }) => `${middleAndTail(moves.aviary)} (n=${moves.aviary.n})`,
  ],
  ['bare: commit, PATCH, commit, p50 / p95', ({ moves }) => middleAndTail(moves.bare)],
  ['… of it the PATCH (the API server)', ({ moves }) => middleAndTail(moves.patch)],
  ['… of it the two commits', ({ moves }) => middleAndTail(moves.twoCommits)],
  ['a dry-run PATCH by itself', ({ moves }) => middleAndTail(moves.dryRun)],
  ['Aviary ÷ bare, p50', ({ moves }) => ratio(moves.aviary.p50, moves.bare.p50)],
  ['Aviary ÷ bare, p95', ({ moves }) => ratio(moves.aviary.p95, moves.bare.p95)],
  ['Postgres', ({ moves }) => moves.durability],
  [
    'change by PATCH → delta on another stream, p50 / p95',
    ({ propagation }) => `${middleAndTail(propagation.delta)} (n=${propagation.delta.n})`,
  ],
  ['… → that person reads the new weights', ({ propagation }) => middleAndTail(propagation.read)],
  [
    'abort, Prometheus down → answer, p50 / p95',
    ({ aborts }) => `${middleAndTail(aborts.times)} (n=${aborts.times.n})`,
  ],
  ['… worst', ({ aborts }) => milliseconds(aborts.times.max)],
  ['… refused and clicked again, left to the engine', ({ aborts }) => `${aborts.repeated}, ${aborts.left}`],
  ['audit append, one writer, p50 / p95', ({ audit }) => middleAndTail(audit.single)],
  [
    'audit appends a second',
    ({ audit }) => `${audit.appendsPerSecond.toFixed(0)} (${audit.writers} writers, n=${audit.appended})`,
  ],
  ['GET /audit/verify, p50 / p95', ({ audit }) => `${middleAndTail(audit.verify)} (n=${audit.verify.n})`],
  ['verified events a second', ({ audit }) => `${audit.verifiedPerSecond.toFixed(0)} (of ${audit.events})`],
  ['machine', ({ machine }) => machine],
]

export const rowsOf = (results: readonly Measured[]): string[][] =>
  rows.map(([what, figure]) => [what, ...results.map(figure)])
