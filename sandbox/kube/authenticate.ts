import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { authorise, type Identity } from './rbac'
import { badRequest, unauthorized } from './status'
import type { Store } from './store'

export interface Credential {
  token: string
  user: string
  groups: string[]
}

const digest = (token: string): string => createHash('sha256').update(token).digest('base64')
const everybody = 'system:authenticated'
const extraPrefix = 'impersonate-extra-'

/**
 * Says who makes a request, by its bearer token (401 without a known one) and by the headers of impersonation, each of
 * which RBAC has to allow (403).
 */
export function authenticator(
  credentials: readonly Credential[],
  store: Store,
): (request: IncomingMessage) => Identity {
  const known = new Map(credentials.map((credential) => [digest(credential.token), credential]))
  return (request) => {
    const token = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    const credential = token === undefined ? undefined : known.get(digest(token))
    if (credential === undefined) throw unauthorized()
    const caller = { user: credential.user, groups: [...credential.groups, everybody] }
    return impersonated(request, caller, store) ?? caller
  }
}

function impersonated({ headers }: IncomingMessage, caller: Identity, store: Store): Identity | undefined {
  const user = headers['impersonate-user']
  const groups = [headers['impersonate-group'] ?? []].flat()
  const extras = Object.keys(headers).filter((name) => name.startsWith(extraPrefix))
  if (typeof user !== 'string') {
    if (groups.length + extras.length > 0)
      throw badRequest('requested groups or extras without impersonating a user')
    return undefined
  }
  const require = (group: string, resource: string, name?: string) =>
    authorise(store, caller, {
      verb: 'impersonate',
      group,
      resource,
      ...(name === undefined ? {} : { name }),
    })
  require('', 'users', user)
  for (const group of groups) require('', 'groups', group)
  for (const name of extras)
    require('authentication.k8s.io', `userextras/${decodeURIComponent(name.slice(extraPrefix.length))}`)
  return { user, groups: [...groups, everybody] }
}
