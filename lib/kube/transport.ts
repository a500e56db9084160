/** The narrow HTTP shape that everything in lib/kube talks through, so that tests can put a server or a fake behind it. */

export interface KubeRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Absolute path on the API server, with its query. */
  path: string
  headers?: Record<string, string>
  body?: string
  signal?: AbortSignal
}

export interface KubeResponse {
  status: number
  header(name: string): string | undefined
  /** The whole body. Throws TransportError when it is cut off. */
  text(): Promise<string>
  /** The body as it arrives. Throws TransportError when it is cut off. */
  chunks(): AsyncIterable<Uint8Array>
}

/** Throws TransportError when no answer came. */
export type KubeFetch = (request: KubeRequest) => Promise<KubeResponse>

/** No answer, or half of one. `sent` is false only when the request certainly never reached the server. */
export class TransportError extends Error {
  override readonly name = 'TransportError'
  constructor(
    message: string,
    readonly sent: boolean,
    options?: { cause?: unknown },
  ) {
    super(message, options)
  }
}

const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_INVALID_ARG',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'ERR_SSL_WRONG_VERSION_NUMBER',
])

function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return []
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : []
  const inner = error instanceof AggregateError ? error.errors.flatMap(codesOf) : codesOf(error.cause)
  return [...own, ...inner]
}

/** Wraps a failure of the HTTP client; anything not known to come before sending counts as sent. */
export function toTransportError(error: unknown): TransportError {
  if (error instanceof TransportError) return error
  const message = error instanceof Error ? error.message || codesOf(error).join(', ') : String(error)
  const beforeTls = message.includes('before secure TLS connection was established')
  const sent = !beforeTls && !codesOf(error).some((code) => NEVER_SENT.has(code))
  return new TransportError(message, sent, { cause: error })
}

/** Rejects as soon as the signal fires, whatever the promise does. */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise
  return new Promise<T>((resolve, reject) => {
    const stop = () => reject(new TransportError(reasonOf(signal), false, { cause: signal.reason }))
    if (signal.aborted) {
      stop()
      return
    }
    signal.addEventListener('abort', stop, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

function reasonOf(signal: AbortSignal): string {
  const reason: unknown = signal.reason
  return reason instanceof Error ? reason.message : 'the request was given up'
}
