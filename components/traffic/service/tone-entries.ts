import type { ServiceDetailDto } from '@/lib/contracts/services'
import { destinationName } from '@/lib/domain/traffic/destination-name'
import type { ToneEntry } from '../version-tone'

/**
 * The versions of a service, and destinations without one, with the largest share that any rule gives them: all parts
 * of a page take their colours from here, so that they agree.
 */
export function toneEntries(service: Pick<ServiceDetailDto, 'versions' | 'routes'>): ToneEntry[] {
  const roles = new Map(service.versions.map(({ version, role }) => [version, role]))
  const own = new Set(roles.keys())
  const shares = new Map<string, number>()
  for (const { destinations } of service.routes.flatMap(({ rules }) => rules)) {
    for (const destination of destinations) {
      const name = destinationName(destination, destinations)
      if (destination.version !== undefined) own.add(name)
      shares.set(name, Math.max(shares.get(name) ?? 0, destination.percent))
    }
  }
  const names = new Set([...roles.keys(), ...shares.keys()])
  return [...names].map((version) => ({
    version,
    role: roles.get(version),
    percent: shares.get(version) ?? null,
    outside: !own.has(version),
  }))
}
