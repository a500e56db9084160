import { DomainError } from '../errors'
import type { Split } from './model'

/** Weights as they came from outside; throws `invalid` naming each that is not a whole number from 0 to 1,000,000. */
export function parseWeights(raw: Record<string, unknown>): Split {
  const entries = Object.entries(raw)
  const fields = entries.flatMap(([key, value]) =>
    typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 1_000_000
      ? []
      : [{ path: `weights.${key}`, message: 'must be a whole number from 0 to 1000000' }],
  )
  if (fields.length > 0) throw new DomainError('invalid', 'A weight is not acceptable.', { fields })
  // fromEntries defines own properties, so a key such as __proto__ stays a plain key.
  return Object.fromEntries(entries.map(([key, value]) => [key, Number(value)]))
}
