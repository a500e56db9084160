import { DomainError } from '../domain/errors'
import type { Store } from '../domain/ports'
import { createAuditLog } from './audit-log'
import { createCallStore } from './call-store'
import { createCheckpointStore } from './checkpoint-store'
import type { Db } from './client'
import { isWriteConflict, toStoreError, withStoreErrors } from './errors'
import { createEvidenceStore } from './evidence-store'
import type { PrismaClient } from './generated/client'
import { createIncidentStore } from './incident-store'
import { createOperationStore } from './operation-store'
import { createPolicyStore } from './policy-store'
import { createReleaseStore } from './release-store'
import { createTemplateStore } from './template-store'

/** How often a transaction is run that the database undid to end a deadlock. */
const attempts = 3

/**
 * The store over a client. `transaction` may run its callback again after a deadlock, so that one must do nothing but
 * call the store it is given; inside it, a further `transaction` is part of the same one.
 */
export function createStore(prisma: PrismaClient): Store {
  return {
    ...storeOver(prisma),
    transaction: async (work) => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await prisma.$transaction((tx) => work(transactionStore(tx)))
        } catch (error) {
          if (attempt < attempts && isWriteConflict(error)) continue
          throw toStoreError(error)
        }
      }
    },
  }
}

function transactionStore(tx: Db): Store {
  const store: Store = { ...storeOver(tx), transaction: (work) => work(store) }
  return store
}

function storeOver(db: Db): Omit<Store, 'transaction'> {
  return {
    operations: createOperationStore(db),
    releases: createReleaseStore(db),
    evidence: createEvidenceStore(db),
    calls: createCallStore(db),
    templates: createTemplateStore(db),
    policies: createPolicyStore(db),
    audit: createAuditLog(db),
    checkpoints: createCheckpointStore(db),
    incidents: createIncidentStore(db),
    leads: (epoch) =>
      withStoreErrors(async () => {
        const rows = await db.$queryRaw<
          unknown[]
        >`SELECT 1 FROM leader WHERE epoch = ${epoch}::bigint FOR SHARE`
        return rows.length > 0
      }),
    now: () =>
      withStoreErrors(async () => {
        const [row] = await db.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`
        if (!row) throw new Error('the database told no time')
        return row.now
      }),
    ping: () =>
      withStoreErrors(async () => {
        const [row] = await db.$queryRaw<{ locked: boolean }[]>`
          SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on' AS locked`
        if (row?.locked !== false)
          throw new DomainError('read-only', 'The database takes no writes at the moment.')
      }),
  }
}
