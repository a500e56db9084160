import type { ChainPoint } from '../domain/audit/chain'
import type {
  IdempotencyStore,
  LeaderStore,
  SessionStore,
  SnapshotStore,
  Store,
  TokenStore,
} from '../domain/ports'
import type { StoredEvent } from '../domain/audit/event'
import { readGenesis } from './audit-log'
import { readAuditAlone } from './audit-reader'
import type { ChangeBell, ChangeStore } from '../domain/live-stores'
import { createChangeBell } from './change-bell'
import { createChangeStore } from './change-store'
import { createPrismaClient } from './client'
import { createIdempotencyStore } from './idempotency-store'
import { createLeaderStore } from './leader-store'
import { checkSchema, type SchemaCheck } from './schema-check'
import { createSessionStore } from './session-store'
import { createSnapshotStore } from './snapshot-store'
import { createStore } from './store'
import { createTokenStore } from './token-store'

export interface Stores {
  store: Store
  leader: LeaderStore
  sessions: SessionStore
  tokens: TokenStore
  idempotency: IdempotencyStore
  snapshots: SnapshotStore
  changes: ChangeStore
  /** On a connection of its own. */
  bell: ChangeBell
  /** Where the audit chain begins, for verification. */
  auditGenesis(): Promise<ChainPoint>
  /** Events from one number to another, both included, as their columns hold them; for verification. */
  auditPages(fromSeq: number, toSeq: number): AsyncIterable<readonly StoredEvent[]>
  /** Whether the server may start on this database, and if not, what to do. */
  check(): Promise<SchemaCheck>
  close(): Promise<void>
}

/** All stores over one connection pool; nothing connects before the first call. Keep one for each process. */
export function createStores(options: {
  url: string
  /** Folder names under prisma/migrations. */
  expectedMigrations: string[]
  /** Hears of pooled connections that died while idle. */
  onPoolError: (error: Error) => void
}): Stores {
  const prisma = createPrismaClient(options.url, options.onPoolError)
  return {
    store: createStore(prisma),
    leader: createLeaderStore(prisma),
    sessions: createSessionStore(prisma),
    tokens: createTokenStore(prisma),
    idempotency: createIdempotencyStore(prisma),
    snapshots: createSnapshotStore(prisma),
    changes: createChangeStore(prisma),
    bell: createChangeBell(options.url, options.onPoolError),
    auditGenesis: () => readGenesis(prisma),
    auditPages: (fromSeq, toSeq) => readAuditAlone(options.url, fromSeq, toSeq),
    check: () => checkSchema(prisma, options.expectedMigrations),
    close: () => prisma.$disconnect(),
  }
}
