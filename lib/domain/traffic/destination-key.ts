import { hashOf } from './revision'
import { isPathId } from './rule-id'

/** What tells one destination of a rule from another. */
export interface DestinationIdentity {
  version?: string | undefined
  host: string
  subset?: string | undefined
  port?: number | undefined
}

/** `host~subset~port`; a hash of it where it doesn't fit a path. */
export function placeKey(destination: DestinationIdentity): string {
  const place = [destination.host, destination.subset ?? '', String(destination.port ?? '')].join('~')
  return isPathId(place) ? place : `d~${hashOf(place, 16)}`
}

/**
 * Keys of a rule's destinations, API.md "Ids": the version where a destination is the only one that has it,
 * else its place. Keys are unique within the rule; destinations of one place are numbered.
 */
export function destinationKeys(destinations: readonly DestinationIdentity[]): string[] {
  const versions = new Map<string, number>()
  for (const { version } of destinations) {
    if (version !== undefined) versions.set(version, (versions.get(version) ?? 0) + 1)
  }
  const taken = new Set<string>()
  return destinations.map((destination) => {
    const { version } = destination
    const byVersion = version !== undefined && versions.get(version) === 1 && isPathId(version)
    const wanted = byVersion ? version : placeKey(destination)
    let key = wanted
    for (let ordinal = 2; taken.has(key); ordinal++) key = `${wanted}~${ordinal}`
    taken.add(key)
    return key
  })
}
