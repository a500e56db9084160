import type { FlagSet } from '../../domain/flags/flag'
import { readStoredFlags } from '../../domain/flags/stored-flags'
import type { AuditEvent } from '../../domain/audit/event'
import type { ServiceRef } from '../../domain/traffic/model'
import type { ServiceContext } from '../context'
import { flagAction } from './flag-changes'

interface RecordedFlags {
  service: ServiceRef
  flags: FlagSet
}

/** One read finds what most clusters have ever recorded, services whose flags are gone among them. */
const newest = 500

/** The state that was recorded last of each service of a cluster; those of which none was recorded are left out. */
export async function lastRecorded(
  ctx: ServiceContext,
  cluster: string,
  services: readonly ServiceRef[],
): Promise<RecordedFlags[]> {
  const { audit } = ctx.ports.store
  const page = await audit.list({ action: flagAction, limit: newest })
  const found = new Map<string, RecordedFlags | undefined>()
  const take = (event: AuditEvent | undefined, service: ServiceRef) => {
    const key = `${service.namespace}/${service.name}`
    if (found.has(key)) return
    const flags = readStoredFlags(event?.after)
    found.set(key, flags && { service, flags })
  }
  for (const event of page.items) if (event.service?.cluster === cluster) take(event, event.service)
  if (page.next !== null)
    for (const service of services) {
      const own = await audit.list({ action: flagAction, service, limit: 1 })
      take(own.items[0], service)
    }
  return [...found.values()].filter((each) => each !== undefined)
}
