import { errors } from 'undici'
import { isDomainError } from '@/lib/domain/errors'
import { readVector } from './answer'

/** What an answer other than 200, 400 and 422 says. */
export function refusalWords(status: number, text: string): string {
  if (status === 401 || status === 403) return `Prometheus refused our credentials (${status}).`
  if (status >= 300 && status < 400)
    return `Prometheus answered with a redirect (${status}), which is not followed.`
  try {
    readVector(text)
  } catch (error) {
    if (isDomainError(error) && error.message.startsWith('Prometheus: ')) return error.message
  }
  return `Prometheus answered ${status}.`
}

interface Exchange {
  timeoutMs: number
  maxBytes: number
  /** Whether the head of an answer had come. */
  answered: boolean
  /** Whether a client certificate may be what it is about. */
  certificates: boolean
}

/** Alerts of TLS (RFC 8446 §6.2) that say no to the client's certificate, as OpenSSL names them. */
const aboutCertificate =
  /ALERT_(?:BAD_CERTIFICATE|CERTIFICATE_\w+|UNKNOWN_CA|HANDSHAKE_FAILURE)|HANDSHAKE_FAILURE$/

/** Why no whole answer came. */
export function transportWords(
  error: unknown,
  { timeoutMs, maxBytes, answered, certificates }: Exchange,
): string {
  if (error instanceof errors.ResponseExceededMaxSizeError)
    return `Prometheus' answer is larger than ${Math.floor(maxBytes / 1024 / 1024)} MB.`
  if (error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError'))
    return `Prometheus did not answer within ${timeoutMs / 1000} s.`
  const found = (error as { code?: unknown } | null)?.code
  if (found === 'ERR_FORBIDDEN_ADDRESS')
    return 'PROMETHEUS_URL leads to an address that Aviary never connects to.'
  const code = typeof found === 'string' ? ` (${found})` : ''
  if (aboutCertificate.test(code)) return `Prometheus refused our client certificate${code}.`
  if (answered) return `Prometheus' answer broke off in the middle${code}.`
  if (found === 'UND_ERR_SOCKET')
    return `Prometheus closed the connection without an answer${code}.${certificates ? ' Does it take our client certificate?' : ''}`
  return `Prometheus cannot be reached${code}.`
}
