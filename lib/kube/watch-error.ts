import { retryAfterSeconds } from './errors'
import { isJson } from './object'
import type { KubeResponse } from './transport'

/** Why a list or a watch ended other than by plan. */
type WatchProblem =
  /** 410: the resourceVersion or continue token is too old; list again. */
  | 'expired'
  /** 404: the kind is gone. */
  | 'missing'
  /** 403: the account may not read this kind. */
  | 'forbidden'
  /** Everything else: try again later. */
  | 'failed'

export class WatchError extends Error {
  override readonly name = 'WatchError'
  constructor(
    readonly problem: WatchProblem,
    message: string,
    readonly retryAfterMs = 0,
  ) {
    super(message)
  }
}

const MAX_RETRY_AFTER_MS = 60_000

/** The error for a Status object, whether it came as an answer or inside a stream. */
export function statusToWatchError(code: number, status: unknown, retryAfter?: string): WatchError {
  const body = isJson(status) ? status : {}
  const message = typeof body['message'] === 'string' ? body['message'].slice(0, 300) : `status ${code}`
  if (code === 410) return new WatchError('expired', message)
  if (code === 404) return new WatchError('missing', message)
  if (code === 403) return new WatchError('forbidden', `403: ${message}`)
  const seconds = retryAfterSeconds(body, retryAfter) ?? 0
  return new WatchError('failed', `${code}: ${message}`, Math.min(seconds * 1000, MAX_RETRY_AFTER_MS))
}

/** Reads the body of a refused list or watch and says what it means. */
export async function refusalToWatchError(response: KubeResponse): Promise<WatchError> {
  const text = await response.text()
  let status: unknown
  try {
    status = JSON.parse(text)
  } catch {
    status = { message: text.trim() === '' ? `status ${response.status}` : text.trim() }
  }
  return statusToWatchError(response.status, status, response.header('retry-after'))
}
