import type { ErrorCode } from '../domain/errors'
import { DomainError, isDomainError } from '../domain/errors'

/** The one map from error codes to statuses; a new code does not compile unmapped. */
export const statusOf = {
  unauthenticated: 401,
  'cross-site': 403,
  forbidden: 403,
  'not-found': 404,
  'method-not-allowed': 405,
  malformed: 400,
  'body-too-large': 413,
  'unsupported-media-type': 415,
  'too-many-requests': 429,
  invalid: 422,
  'reason-required': 422,
  'idempotency-mismatch': 422,
  'in-progress': 409,
  conflict: 409,
  'wrong-state': 409,
  'locks-out': 422,
  'missing-destination': 422,
  unattainable: 422,
  unsupported: 422,
  blocked: 422,
  owned: 422,
  'rejected-by-cluster': 422,
  'cluster-refused': 502,
  'cluster-busy': 503,
  'cluster-unavailable': 503,
  'metrics-unavailable': 503,
  'audit-unavailable': 503,
  'chain-rollback': 503,
  'read-only': 503,
  internal: 500,
} satisfies Record<ErrorCode, number>

const titles: Record<number, string> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Refused',
  429: 'Too many requests',
  500: 'Internal error',
  502: 'The cluster refused',
  503: 'Not available',
}

/** Headers of every answer of the API: nothing is ever kept by a cache. What all answers have is in `front-door.ts`. */
export const commonHeaders: Record<string, string> = {
  'cache-control': 'no-store',
}

/** An error as RFC 9457 problem+json; what is not a DomainError says nothing internal. */
export function problem(
  error: unknown,
  requestId: string,
): { status: number; body: string; headers: Record<string, string> } {
  const known = isDomainError(error)
    ? error
    : new DomainError('internal', 'Something went wrong inside Aviary. The request id leads to the log.')
  const status = statusOf[known.code]
  const { retryAfterSeconds, ...extras } = known.extras
  const body = JSON.stringify({
    type: `/docs/errors#${known.code}`,
    title: titles[status] ?? 'Error',
    status,
    code: known.code,
    detail: known.message,
    requestId,
    ...extras,
  })
  const headers: Record<string, string> = {
    ...commonHeaders,
    'content-type': 'application/problem+json',
    'x-request-id': requestId,
  }
  if (status === 401) headers['www-authenticate'] = 'Bearer'
  if (status === 429 || retryAfterSeconds !== undefined)
    headers['retry-after'] = String(retryAfterSeconds ?? 1)
  return { status, body, headers }
}
