/** Every stable error code that the API can answer. `lib/http/problem.ts` maps each to one status. */
export type ErrorCode =
  | 'unauthenticated'
  | 'cross-site'
  | 'forbidden'
  | 'not-found'
  | 'method-not-allowed'
  | 'malformed'
  | 'body-too-large'
  | 'unsupported-media-type'
  | 'too-many-requests'
  | 'invalid'
  | 'reason-required'
  | 'idempotency-mismatch'
  | 'in-progress'
  | 'conflict'
  | 'wrong-state'
  | 'locks-out'
  | 'missing-destination'
  | 'unattainable'
  | 'unsupported'
  | 'blocked'
  | 'owned'
  | 'rejected-by-cluster'
  | 'cluster-refused'
  | 'cluster-busy'
  | 'cluster-unavailable'
  | 'metrics-unavailable'
  | 'audit-unavailable'
  | 'chain-rollback'
  | 'read-only'
  | 'internal'

export interface FieldProblem {
  /** Path in the request body, dotted. */
  path: string
  message: string
}

/** What an error may carry besides its words; all of it may be shown to the caller. */
export interface ErrorExtras {
  fields?: FieldProblem[]
  /** The live state behind a conflict, and who wrote it. */
  current?: unknown
  /** For `unattainable`: the nearest split that can be had. */
  nearest?: Record<string, number>
  /** For `wrong-state`: the state and the verbs that it allows. */
  state?: string
  allowed?: string[]
  /** The command that does by hand what Aviary could not. */
  kubectl?: string
  retryAfterSeconds?: number
}

/** The one error class that crosses layers; anything else is a bug and answers 500 without details. */
export class DomainError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly extras: ErrorExtras = {},
    options?: { cause?: unknown },
  ) {
    super(message, options)
    this.name = 'DomainError'
  }
}

/** By name, not by class: the server may load this module more than once, each time with a class of its own. */
export function isDomainError(error: unknown): error is DomainError {
  return error instanceof Error && error.name === 'DomainError' && 'code' in error && 'extras' in error
}
