import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { forbidden, notImplemented, unauthorized } from './status'

export interface Credential {
  token: string
  user: string
  groups: string[]
}

const digest = (token: string): string => createHash('sha256').update(token).digest('base64')

/**
 * Checks bearer tokens: 401 without a known one. There are no roles, so only `system:masters` may do anything;
 * others get 403, as on a cluster where nothing was granted to them. Impersonation answers 501.
 */
export function authenticator(credentials: readonly Credential[]): (request: IncomingMessage) => void {
  const known = new Map(credentials.map((credential) => [digest(credential.token), credential]))
  return (request) => {
    const token = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    const credential = token === undefined ? undefined : known.get(digest(token))
    if (credential === undefined) throw unauthorized()
    if (Object.keys(request.headers).some((name) => name.startsWith('impersonate-')))
      throw notImplemented('impersonation')
    if (!credential.groups.includes('system:masters'))
      throw forbidden(`User "${credential.user}" may not ${request.method ?? 'GET'} ${request.url ?? '/'}`)
  }
}
