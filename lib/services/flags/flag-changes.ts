import type { AuditEvent } from '../../domain/audit/event'
import type { Page, PageQuery } from '../../domain/ports'
import { arrayOf, objectOf, stringOf } from '../../domain/traffic/untyped'
import type { Actor } from '../../domain/traffic/operation'
import type { ServiceRef } from '../../domain/traffic/model'
import type { ServiceContext } from '../context'

export const flagAction = 'flag.changed'

/** A recorded change of a service's feature flags. */
interface FlagChange {
  /** When it was written, as far as the cluster tells; else when it was seen. RFC 3339. */
  at: string
  words: string
  actor: Actor
  /** The ConfigMaps that hold the flags. */
  configMaps: string[]
  auditSeq: number
}

/** Newest first. Asks nobody's permission: the verb that calls has done so. */
export async function flagChanges(
  ctx: ServiceContext,
  service: ServiceRef,
  query: PageQuery & { from?: string },
): Promise<Page<FlagChange>> {
  const page = await ctx.ports.store.audit.list({ ...query, service, action: flagAction })
  return { items: page.items.map(changeOf), next: page.next }
}

function changeOf({ detail, time, actor, seq }: AuditEvent): FlagChange {
  const { words, configMaps, writtenAt } = objectOf(detail)
  const written = Date.parse(stringOf(writtenAt) ?? '')
  return {
    // Clocks differ: nothing was written after it was seen.
    at: written < Date.parse(time) ? new Date(written).toISOString() : time,
    words: stringOf(words) ?? 'feature flags changed',
    actor,
    configMaps: arrayOf(configMaps).filter((name) => typeof name === 'string'),
    auditSeq: seq,
  }
}
