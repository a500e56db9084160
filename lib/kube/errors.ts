import { DomainError, type ErrorExtras } from '@/lib/domain/errors'
import { UnknownOutcome } from '@/lib/domain/ports'
import { isJson, type Json } from './object'
import type { KubeRequest, TransportError } from './transport'

/** What was asked of the cluster, for the words of an error. */
export interface Call {
  cluster: string
  namespace: string
  /** For example `patch VirtualService "reviews"`. */
  what: string
  method: KubeRequest['method']
  /** Nothing is stored by a dry run, so its outcome is never unknown. */
  dryRun: boolean
}

interface Refusal {
  status: number
  body: string
  retryAfter: string | undefined
}

const MAX_WORDS = 1000

function parseStatus(body: string): Json {
  try {
    const value: unknown = JSON.parse(body)
    return isJson(value) && value['kind'] === 'Status' ? value : {}
  } catch {
    // A proxy in front of the API server answers in its own words.
    return {}
  }
}

function messageOf(status: Json, body: string): string {
  const message = typeof status['message'] === 'string' ? status['message'] : body.trim()
  return message.length > MAX_WORDS ? `${message.slice(0, MAX_WORDS)}…` : message
}

function place(call: Call): string {
  const where = call.namespace === '' ? '' : `, namespace "${call.namespace}"`
  return `cluster "${call.cluster}"${where}`
}

/** Seconds from the Status details or the Retry-After header (whole seconds; API servers send no dates). */
export function retryAfterSeconds(body: Json, header: string | undefined): number | undefined {
  const details = isJson(body['details']) ? body['details'] : {}
  const given = Number(header ?? details['retryAfterSeconds'])
  return Number.isFinite(given) && given > 0 ? Math.ceil(given) : undefined
}

/**
 * How a JSON Patch that cannot be applied (a failed `test`, a missing path) is told from an invalid object: apimachinery's
 * NewGenericServerResponse gives 422 Invalid without kind, name or causes; validation always names them.
 */
function isFailedPatchTest(call: Call, status: Json): boolean {
  if (call.method !== 'PATCH') return false
  const details = isJson(status['details']) ? status['details'] : {}
  const bare = !details['name'] && !details['kind'] && !details['causes']
  return bare && (status['reason'] === 'Invalid' || status['reason'] === undefined)
}

const BY_ADMISSION =
  /admission webhook ".*" (denied|does not support)|ValidatingAdmissionPolicy|failed calling webhook/

function mayHaveBeenStored(call: Call): boolean {
  return call.method !== 'GET' && !call.dryRun
}

/** An answer of 400 and above as the error that the rest of Aviary understands. */
export function refusalToError(call: Call, refusal: Refusal): DomainError | UnknownOutcome {
  const status = parseStatus(refusal.body)
  const message = messageOf(status, refusal.body)
  const said = message === '' ? `status ${refusal.status}` : message
  const fail = (code: DomainError['code'], words: string, extras: ErrorExtras = {}) =>
    new DomainError(code, `${words} (${place(call)}): ${said}`, extras, { cause: status })

  if (BY_ADMISSION.test(message))
    return fail('rejected-by-cluster', `The cluster did not accept to ${call.what}`)
  switch (refusal.status) {
    case 401:
      return fail('cluster-refused', `The cluster does not accept Aviary's credentials to ${call.what}`)
    case 403:
      return fail('cluster-refused', `Aviary may not ${call.what}`)
    case 404:
      return fail('not-found', `Nothing there to ${call.what}`)
    case 409:
      return fail('conflict', `Someone else was first; Aviary could not ${call.what}`)
    case 422:
      return isFailedPatchTest(call, status)
        ? fail('conflict', `The object is no longer as it was read; Aviary could not ${call.what}`)
        : fail('rejected-by-cluster', `The cluster did not accept to ${call.what}`)
    case 429: {
      const seconds = retryAfterSeconds(status, refusal.retryAfter)
      return fail('cluster-busy', `The cluster is too busy to ${call.what}`, {
        ...(seconds !== undefined && { retryAfterSeconds: seconds }),
      })
    }
    default:
      break
  }
  if (refusal.status < 500 && refusal.status !== 408) {
    return fail('rejected-by-cluster', `The cluster did not accept to ${call.what}`)
  }
  // A 503 is given before anything is done. 408, 500, 502 and 504 may follow a commit: etcd's own timeouts are 500s.
  if (refusal.status !== 503 && mayHaveBeenStored(call)) {
    return new UnknownOutcome(
      `It is not known whether the cluster did ${call.what} (${place(call)}): ${said}`,
    )
  }
  const seconds = retryAfterSeconds(status, refusal.retryAfter)
  return fail('cluster-unavailable', `The cluster could not ${call.what}`, {
    ...(seconds !== undefined && { retryAfterSeconds: seconds }),
  })
}

/** No answer: unavailable when nothing can have happened, unknown otherwise. */
export function lossToError(call: Call, error: TransportError): DomainError | UnknownOutcome {
  if (error.sent && mayHaveBeenStored(call)) {
    return new UnknownOutcome(
      `The request to ${call.what} was sent (${place(call)}) and no answer came: ${error.message}`,
      { cause: error },
    )
  }
  return new DomainError(
    'cluster-unavailable',
    `The cluster could not be reached to ${call.what} (${place(call)}): ${error.message}`,
    {},
    { cause: error },
  )
}
