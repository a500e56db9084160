import type { Verb } from '../domain/access/verbs'
import type { ErrorCode } from '../domain/errors'
import { isSafe } from './cross-site'
import type { AnyEndpoint, Method } from './endpoint'
import { statusOf } from './problem'

/** Before the endpoint is looked at; the database that all of these need may be away. */
const everywhere: ErrorCode[] = [
  'unauthenticated',
  'too-many-requests',
  'malformed',
  'forbidden',
  'audit-unavailable',
]
const unsafe: ErrorCode[] = [
  'cross-site',
  'body-too-large',
  'unsupported-media-type',
  'idempotency-mismatch',
  'in-progress',
  'invalid',
]
/** Of what moves traffic, or a release that does. */
const acting: ErrorCode[] = [
  'reason-required',
  'conflict',
  'wrong-state',
  'missing-destination',
  'unattainable',
  'unsupported',
  'blocked',
  'owned',
  'rejected-by-cluster',
  'cluster-refused',
  'cluster-busy',
  'cluster-unavailable',
  'metrics-unavailable',
  'read-only',
  'chain-rollback',
]
/** Verbs that change nothing in a cluster. */
const quiet: ReadonlySet<Verb> = new Set<Verb>([
  'view',
  'audit.read',
  'audit.export',
  'audit.verify',
  'policy.edit',
  'tokens.others',
])

/** The codes that an endpoint may answer, by its shape and by what it says of itself. */
export function refusalsOf(method: Method, target: AnyEndpoint): ErrorCode[] {
  const codes = new Set<ErrorCode>(everywhere)
  const add = (more: readonly ErrorCode[]) => more.forEach((code) => codes.add(code))
  if (target.params) codes.add('not-found')
  if (!isSafe(method)) {
    add(unsafe)
    if (target.verbs.some((verb) => !quiet.has(verb))) add([...acting, 'not-found'])
  }
  add(target.refusals ?? [])
  return [...codes]
}

/** Their statuses, ascending, each with its codes. */
export function refusalStatuses(codes: readonly ErrorCode[]): [number, ErrorCode[]][] {
  const statuses = [...new Set(codes.map((code) => statusOf[code]))].sort((a, b) => a - b)
  return statuses.map((status) => [status, codes.filter((code) => statusOf[code] === status)])
}
