import type { LeaderStore } from '@/lib/domain/ports'
import type { Session } from './session'

export const leaderKey = 'leader/only'

export interface LeaderRow {
  holder: string
  epoch: number
  /** Milliseconds of the world's clock. */
  expiresAt: number
}

export const leaderOf = (text: string | undefined): LeaderRow | undefined =>
  text === undefined ? undefined : (JSON.parse(text) as LeaderRow)

export const epochOf = (text: string | undefined): number | undefined => leaderOf(text)?.epoch

/** Leadership by one row and the database's clock, as `lib/store/leader-store.ts` has it in SQL. */
export function leaderStore({ database, run }: Session, now: () => number): LeaderStore {
  const own = [{ key: leaderKey, mode: 'own' as const }]
  return {
    acquire: (holder, ttlSeconds) =>
      run(`lead as ${holder}`, own, (tx) => {
        const row = leaderOf(database.read(tx, leaderKey))
        if (row && row.holder !== holder && row.expiresAt > now()) return undefined
        const epoch = row === undefined ? 1 : row.epoch + (row.holder === holder ? 0 : 1)
        const next: LeaderRow = { holder, epoch, expiresAt: now() + ttlSeconds * 1000 }
        tx.rows.set(leaderKey, JSON.stringify(next))
        return epoch
      }),
    release: (holder) =>
      run('give up leading', own, (tx) => {
        const row = leaderOf(database.read(tx, leaderKey))
        if (row?.holder !== holder) return
        const next: LeaderRow = { holder: '', epoch: row.epoch + 1, expiresAt: now() }
        tx.rows.set(leaderKey, JSON.stringify(next))
      }),
  }
}
