import type { Impersonation } from '@/lib/domain/kubernetes/virtual-user'

/** What no name of an HTTP header may hold, `%` with it since the API server decodes the rest of the name. */
const notInName = /[^a-z0-9!#$&'*+.^_`|~-]/g
/** Header values are ASCII; the API server does not decode them, whoever reads its audit log does. */
const notInValue = /[^\x20-\x7e]+|%/g

/**
 * The headers that make a request one of another user. Values of extras that are not plain ASCII are percent-encoded;
 * empty ones are left out.
 */
export function impersonationHeaders({ user, group, extra }: Impersonation): Record<string, string> {
  const extras = Object.entries(extra)
    .filter(([, value]) => value !== '')
    .map(([key, value]): [string, string] => [
      `impersonate-extra-${key.toLowerCase().replace(notInName, encodeURIComponent).toLowerCase()}`,
      value.replace(/\p{Surrogate}/gu, '\ufffd').replace(notInValue, encodeURIComponent),
    ])
  return { 'impersonate-user': user, 'impersonate-group': group, ...Object.fromEntries(extras) }
}
