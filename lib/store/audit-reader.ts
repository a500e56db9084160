import pg from 'pg'
import type { StoredEvent } from '../domain/audit/event'
import { readAuditPages } from './audit-pages'
import { auditUnavailable } from './errors'
import { textQuery } from './text-query'

/** Milliseconds, for one page. */
const waits = { connect: 3_000, statement: 15_000, answer: 20_000 }

/**
 * Events from one number to another, both included, in pages, over a connection of its own that ends with the reading:
 * a whole chain must not hold up the pool. Throws `audit-unavailable`.
 */
export async function* readAuditAlone(
  url: string,
  fromSeq: number,
  toSeq: number,
): AsyncGenerator<StoredEvent[]> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'aviary audit',
    connectionTimeoutMillis: waits.connect,
    statement_timeout: waits.statement,
    query_timeout: waits.answer,
  })
  // A connection that breaks fails the query under way, which is where it is heard of.
  client.on('error', () => undefined)
  try {
    await client.connect()
    yield* readAuditPages(textQuery(client), fromSeq, toSeq)
  } catch (error) {
    throw auditUnavailable(error)
  } finally {
    await client.end().catch(() => undefined)
  }
}
