import { DomainError } from '../domain/errors'

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])
export const isSafe = (method: string): boolean => safe.has(method)

/**
 * Refuses unsafe cookie requests that another site could have sent. The rule is that of Go's
 * CrossOriginProtection: Sec-Fetch-Site decides; without it the Origin's host must be ours; without both, no.
 */
export function refuseCrossSite(headers: Headers, appUrl: string): void {
  const site = headers.get('sec-fetch-site')
  if (site === 'same-origin' || site === 'none') return
  const origin = headers.get('origin')
  if (site === null && origin !== null && origin === new URL(appUrl).origin) return
  throw new DomainError('cross-site', 'This request did not come from Aviary itself.')
}
