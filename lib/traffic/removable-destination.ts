import { DomainError } from '@/lib/domain/errors'
import type { Rule } from '@/lib/domain/traffic/model'

/**
 * The place of a destination that may be removed from a rule. Throws `not-found` for an unknown one and `invalid` for
 * the only one or one that still has weight.
 */
export function removableDestination({ destinations }: Rule, key: string): number {
  const index = destinations.findIndex((destination) => destination.key === key)
  const destination = destinations[index]
  if (destination === undefined) throw new DomainError('not-found', `This rule has no destination ${key}.`)
  if (destinations.length === 1) throw invalid(`${key} is the only destination of this rule`)
  if (destination.weight > 0)
    throw invalid(`${key} still has weight ${destination.weight}; move it to 0 first`)
  return index
}

function invalid(message: string): DomainError {
  return new DomainError('invalid', `${message}.`, { fields: [{ path: 'key', message }] })
}
