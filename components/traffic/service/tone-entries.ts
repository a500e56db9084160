import type { ServiceDetailDto } from '@/lib/contracts/services'
import type { ToneEntry } from '../version-tone'

/** The versions of a service with the largest share that any rule gives them, so that all parts agree on colours. */
export function toneEntries(service: ServiceDetailDto): ToneEntry[] {
  const destinations = service.routes.flatMap(({ rules }) => rules.flatMap((rule) => rule.destinations))
  return service.versions.map(({ version, role }) => ({
    version,
    role,
    percent: destinations
      .filter((destination) => destination.version === version)
      .reduce((most, { percent }) => Math.max(most, percent), 0),
  }))
}
