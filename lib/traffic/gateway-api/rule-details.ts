import type { Rule } from '@/lib/domain/traffic/model'
import { isObject, numberOf, objectOf, stringOf, type JsonObject } from '@/lib/domain/traffic/untyped'

/** How long a request may take in all; the limit of one attempt where there is no other. */
export function timeoutOf({ timeouts }: JsonObject): Pick<Rule, 'timeout'> {
  const { request, backendRequest } = objectOf(timeouts)
  const timeout = stringOf(request) ?? stringOf(backendRequest)
  return timeout === undefined ? {} : { timeout }
}

/** `retry` of the experimental channel; each attempt has the backend's timeout. */
export function retriesOf({ retry, timeouts }: JsonObject): Pick<Rule, 'retries'> {
  if (!isObject(retry)) return {}
  const perTryTimeout = stringOf(objectOf(timeouts).backendRequest)
  return {
    retries: {
      attempts: numberOf(retry.attempts) ?? 0,
      ...(perTryTimeout === undefined ? {} : { perTryTimeout }),
    },
  }
}

/** `sessionPersistence` of the experimental channel, in words. */
export function stickinessOf({ sessionPersistence }: JsonObject): Pick<Rule, 'sticky'> {
  if (!isObject(sessionPersistence)) return {}
  const name = stringOf(sessionPersistence.sessionName) ?? ''
  const by = sessionPersistence.type === 'Header' ? 'header' : 'cookie'
  return { sticky: `${by} ${name}`.trim() }
}
