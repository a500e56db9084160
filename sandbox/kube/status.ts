import type { JsonObject } from './json'
import type { Kind } from './kinds'

export interface StatusCause {
  reason: string
  message: string
  field: string
}

/** A refusal that is answered as a Kubernetes Status body with `code` as the HTTP status. */
export class StatusError extends Error {
  constructor(
    readonly code: number,
    readonly reason: string,
    message: string,
    readonly details?: JsonObject,
  ) {
    super(message)
    this.name = 'StatusError'
  }

  body(): JsonObject {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      ...(this.reason === '' ? {} : { reason: this.reason }),
      ...(this.details === undefined ? {} : { details: this.details }),
      code: this.code,
    }
  }
}

function resource(kind: Kind): string {
  return kind.group === '' ? kind.plural : `${kind.plural}.${kind.group}`
}

function detailsOf(kind: Kind, name: string): JsonObject {
  return {
    ...(name === '' ? {} : { name }),
    ...(kind.group === '' ? {} : { group: kind.group }),
    kind: kind.plural,
  }
}

export function notFound(kind: Kind, name: string): StatusError {
  return new StatusError(404, 'NotFound', `${resource(kind)} "${name}" not found`, detailsOf(kind, name))
}

export function alreadyExists(kind: Kind, name: string): StatusError {
  return new StatusError(
    409,
    'AlreadyExists',
    `${resource(kind)} "${name}" already exists`,
    detailsOf(kind, name),
  )
}

/** 409 for a stale resourceVersion, in the API server's words unless `why` says otherwise. */
export function conflict(
  kind: Kind,
  name: string,
  why = 'the object has been modified; please apply your changes to the latest version and try again',
): StatusError {
  return new StatusError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${resource(kind)} "${name}": ${why}`,
    detailsOf(kind, name),
  )
}

/** 422 with one cause per refused field. */
export function invalid(group: string, kind: string, name: string, causes: StatusCause[]): StatusError {
  const words = causes.map((cause) => `${cause.field}: ${cause.message}`)
  const list = words.length === 1 ? words.join('') : `[${words.join(', ')}]`
  return new StatusError(
    422,
    'Invalid',
    `${group === '' ? kind : `${kind}.${group}`} "${name}" is invalid: ${list}`,
    {
      ...(name === '' ? {} : { name }),
      ...(group === '' ? {} : { group }),
      kind,
      causes,
    },
  )
}

export function invalidObject(kind: Kind, name: string, causes: StatusCause[]): StatusError {
  return invalid(kind.group, kind.kind, name, causes)
}

export function badRequest(message: string): StatusError {
  return new StatusError(400, 'BadRequest', message)
}

export function unauthorized(): StatusError {
  return new StatusError(401, 'Unauthorized', 'Unauthorized')
}

export function forbidden(message: string): StatusError {
  return new StatusError(403, 'Forbidden', message)
}

export function noSuchResource(): StatusError {
  return new StatusError(404, 'NotFound', 'the server could not find the requested resource', {})
}

export function methodNotAllowed(): StatusError {
  return new StatusError(
    405,
    'MethodNotAllowed',
    'the server does not allow this method on the requested resource',
    {},
  )
}

/** 410: the caller has to list again. */
export function expired(message: string): StatusError {
  return new StatusError(410, 'Expired', message)
}

export function tooLarge(limit: number): StatusError {
  return new StatusError(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${limit}`, {})
}

export function unsupportedMediaType(accepted: readonly string[]): StatusError {
  return new StatusError(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
  )
}

/** 501: the real API server has this, the sandbox does not. */
export function notImplemented(what: string): StatusError {
  return new StatusError(501, 'NotImplemented', `the sandbox does not implement ${what}`)
}
