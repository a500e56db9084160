import { kindOf, type Kind } from './kinds'

export interface ResourcePath {
  kind: Kind
  version: string
  /** Undefined on a list across namespaces, '' for cluster-scoped kinds. */
  namespace: string | undefined
  name?: string
  subresource?: string
}

/** Reads `/api/v1/…` or `/apis/<group>/<version>/…`; undefined when no such resource is served. */
export function resourcePath(pathname: string): ResourcePath | undefined {
  const parts = pathname
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent)
  const core = parts[0] === 'api'
  if (!core && parts[0] !== 'apis') return undefined
  const group = core ? '' : (parts[1] ?? '')
  const version = parts[core ? 1 : 2] ?? ''
  const rest = parts.slice(core ? 2 : 3)
  const scoped =
    rest[0] === 'namespaces' && rest.length > 2 && kindOf(group, version, rest[2] ?? '') !== undefined
  const [plural = '', name, subresource, ...more] = scoped ? rest.slice(2) : rest
  const kind = kindOf(group, version, plural)
  if (kind === undefined || more.length > 0 || (scoped && !kind.namespaced)) return undefined
  if (kind.namespaced && !scoped && name !== undefined) return undefined
  return {
    kind,
    version,
    namespace: scoped ? (rest[1] ?? '') : kind.namespaced ? undefined : '',
    ...(name === undefined ? {} : { name }),
    ...(subresource === undefined ? {} : { subresource }),
  }
}
