import { PrismaPg } from '@prisma/adapter-pg'
import { type Prisma, PrismaClient } from './generated/client'

/** The client itself or one transaction of it. */
export type Db = Prisma.TransactionClient

/** Milliseconds. Each wait is shorter than the next, so that the innermost one gives up first and says why. */
const waits = { lock: 3_000, connect: 3_000, statement: 5_000, answer: 6_000, transaction: 10_000 }

/**
 * A client with a bounded pool whose every wait ends. It connects with the first query. `onPoolError` hears of
 * connections that died while idle; the pool replaces them by itself.
 */
export function createPrismaClient(url: string, onPoolError: (error: Error) => void): PrismaClient {
  const adapter = new PrismaPg(
    {
      connectionString: url,
      application_name: 'aviary',
      max: 10,
      idleTimeoutMillis: 30_000,
      // After a failover the old address must not be kept for ever.
      maxLifetimeSeconds: 300,
      connectionTimeoutMillis: waits.connect,
      lock_timeout: waits.lock,
      statement_timeout: waits.statement,
      query_timeout: waits.answer,
      idle_in_transaction_session_timeout: waits.transaction,
      // The adapter writes and reads times without their zone: the session has to be in UTC.
      options: '-c TimeZone=UTC',
    },
    { onPoolError },
  )
  return new PrismaClient({
    adapter,
    transactionOptions: { maxWait: waits.connect, timeout: waits.transaction },
  })
}
