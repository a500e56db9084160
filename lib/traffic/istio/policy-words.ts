import { isObject, numberOf, objectOf, stringOf, type JsonObject } from '@/lib/domain/traffic/untyped'

/** What parts of a DestinationRule's trafficPolicy say, in words; undefined where they say nothing. */

/** What keeps a caller on one pod. */
export function hashWords(loadBalancer: JsonObject): string | undefined {
  const hash = objectOf(loadBalancer.consistentHash)
  const header = stringOf(hash.httpHeaderName)
  if (header !== undefined) return `header ${header}`
  if (isObject(hash.httpCookie)) return `cookie ${stringOf(hash.httpCookie.name) ?? ''}`.trim()
  if (hash.useSourceIp === true) return 'source IP'
  const query = stringOf(hash.httpQueryParameterName)
  return query === undefined ? undefined : `query parameter ${query}`
}

/** The policy by which pods are chosen, as Istio names it. */
export function loadBalancerWords(loadBalancer: JsonObject): string | undefined {
  const simple = stringOf(loadBalancer.simple)
  return simple === 'UNSPECIFIED' || simple === '' ? undefined : simple
}

export function connectionPoolWords(pool: JsonObject): string | undefined {
  const tcp = objectOf(pool.tcp)
  const http = objectOf(pool.http)
  return listed([
    limit(tcp.maxConnections, (count) => `at most ${count} connections`),
    limit(http.http1MaxPendingRequests, (count) => `at most ${count} requests waiting`),
    limit(http.http2MaxRequests, (count) => `at most ${count} requests at once`),
    limit(http.maxRequestsPerConnection, (count) => `${count} requests a connection`),
    limit(http.maxRetries, (count) => `at most ${count} retries at once`),
    timed(tcp.connectTimeout, 'connects within'),
    timed(http.idleTimeout, 'idle for at most'),
  ])
}

export function outlierWords(outlier: JsonObject): string | undefined {
  return listed([
    limit(outlier.consecutive5xxErrors, (count) => `ejected after ${count} server errors in a row`),
    limit(outlier.consecutiveErrors, (count) => `ejected after ${count} errors in a row`),
    limit(outlier.consecutiveGatewayErrors, (count) => `ejected after ${count} gateway errors in a row`),
    timed(outlier.interval, 'looked at every'),
    timed(outlier.baseEjectionTime, 'away for'),
    limit(outlier.maxEjectionPercent, (percent) => `at most ${percent} % of the pods`),
  ])
}

function limit(value: unknown, words: (count: number) => string): string | undefined {
  const count = numberOf(value)
  return count === undefined ? undefined : words(count)
}

function timed(value: unknown, words: string): string | undefined {
  const duration = stringOf(value)
  return duration === undefined ? undefined : `${words} ${duration}`
}

function listed(parts: readonly (string | undefined)[]): string | undefined {
  const said = parts.filter((part) => part !== undefined)
  return said.length === 0 ? undefined : said.join(', ')
}
