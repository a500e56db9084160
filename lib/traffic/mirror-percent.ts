import { DomainError } from '@/lib/domain/errors'

/** Throws `invalid` for a share of mirrored requests that is no whole percentage from 0 to 100. */
export function requireMirrorPercent(percent: number): void {
  if (Number.isInteger(percent) && percent >= 0 && percent <= 100) return
  throw new DomainError('invalid', 'A mirror takes a whole percentage from 0 to 100.', {
    fields: [{ path: 'percent', message: 'must be a whole number from 0 to 100' }],
  })
}
