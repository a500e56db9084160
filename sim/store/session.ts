import type { Database, Transaction } from './database'

/** What a statement of a table needs to run. */
export interface Session {
  database: Database
  /** Does one statement within the transaction, or within one of its own. */
  run<T>(
    label: string,
    needs: { key: string; mode: 'shared' | 'own' }[],
    work: (tx: Transaction) => T,
  ): Promise<T>
}
