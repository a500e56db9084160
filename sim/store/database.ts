import { auditBodyText } from '@/lib/domain/audit/body-text'
import { sha256 } from '@noble/hashes/sha2.js'
import type { AuditBody } from '@/lib/domain/audit/event'
import { DomainError } from '@/lib/domain/errors'
import type { Owner, Scheduler } from '../kernel/scheduler'

/** What one commit changed, as everybody sees it from then on. */
export interface Commit {
  owner: Owner
  at: number
  /** Key of a row, such as `release/r1`, with its text before and after. */
  rows: { key: string; before: string | undefined; after: string | undefined }[]
  audit: (AuditBody & { seq: number })[]
}

/** A transaction under way: what it wrote and which rows it holds. */
export interface Transaction {
  owner: Owner
  rows: Map<string, string | undefined>
  audit: AuditBody[]
}

/** How long a transaction waits for a row before the database gives up on it, milliseconds. */
const patience = 5000

/**
 * Rows as JSON texts, an append-only log, READ COMMITTED with row locks as Postgres has them: a transaction sees what
 * others have committed and what it wrote itself; a row that it changed waits for its end.
 */
export class Database {
  readonly log: (AuditBody & { seq: number })[] = []
  readonly listeners: ((commit: Commit) => void)[] = []
  private readonly rows = new Map<string, string>()
  private readonly locks = new Map<string, Map<Transaction, 'shared' | 'own'>>()

  constructor(private readonly scheduler: Scheduler) {}

  read(tx: Transaction | undefined, key: string): string | undefined {
    return tx?.rows.has(key) === true ? tx.rows.get(key) : this.rows.get(key)
  }

  /** The texts of all rows of a table, uncommitted ones of this transaction included. */
  all(tx: Transaction | undefined, table: string): string[] {
    const start = `${table}/`
    const keys = new Set([...this.rows.keys(), ...(tx?.rows.keys() ?? [])])
    return [...keys].flatMap((key) => (key.startsWith(start) ? (this.read(tx, key) ?? []) : []))
  }

  /** Whether a transaction could have this row now. */
  isFree(tx: Transaction, key: string, mode: 'shared' | 'own'): boolean {
    return this.holders(key).every(
      ([holder, held]) => holder === tx || (mode === 'shared' && held === 'shared'),
    )
  }

  lock(tx: Transaction, key: string, mode: 'shared' | 'own'): void {
    const held = this.locks.get(key) ?? new Map<Transaction, 'shared' | 'own'>()
    if (held.get(tx) !== 'own') held.set(tx, mode)
    this.locks.set(key, held)
  }

  commit(tx: Transaction): void {
    const rows = [...tx.rows].map(([key, after]) => ({ key, before: this.rows.get(key), after }))
    for (const { key, after } of rows)
      if (after === undefined) this.rows.delete(key)
      else this.rows.set(key, after)
    const audit = tx.audit.map((body, index) => ({ ...body, seq: this.log.length + index + 1 }))
    this.log.push(...audit)
    this.end(tx)
    if (rows.length === 0 && audit.length === 0) return
    const commit = { owner: tx.owner, at: this.scheduler.now, rows, audit }
    for (const listener of this.listeners) listener(commit)
  }

  end(tx: Transaction): void {
    for (const held of this.locks.values()) held.delete(tx)
  }

  /**
   * One statement, in a turn of its own. It waits for the row that it needs; when that takes too long the database is
   * `audit-unavailable` to whoever asked.
   */
  async statement<T>(
    tx: Transaction,
    label: string,
    needs: { key: string; mode: 'shared' | 'own' }[],
    work: () => T,
  ): Promise<T> {
    const since = this.scheduler.now
    const late = () => this.scheduler.now - since > patience
    const free = () => needs.every(({ key, mode }) => this.isFree(tx, key, mode))
    return await this.scheduler.call(
      tx.owner,
      label,
      () => {
        if (!free()) throw new DomainError('audit-unavailable', 'The database did not answer in time.')
        for (const { key, mode } of needs) this.lock(tx, key, mode)
        return work()
      },
      () => free() || late(),
    )
  }

  /** As `audit_append` does, a body that it could not hash is refused. */
  append(tx: Transaction, body: AuditBody): number {
    auditBodyText(body, sha256)
    tx.audit.push(JSON.parse(JSON.stringify(body)) as AuditBody)
    return this.log.length + tx.audit.length
  }

  private holders(key: string): [Transaction, 'shared' | 'own'][] {
    const held = this.locks.get(key)
    if (!held) return []
    for (const holder of held.keys()) if (!holder.owner.alive) held.delete(holder)
    return [...held]
  }
}
