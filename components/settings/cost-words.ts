const parts: Readonly<Record<string, string>> = {
  succeeded: 'Istio: requests that succeeded',
  'not-2xx': 'Istio: all other HTTP codes',
  'grpc-failed': 'Istio: gRPC that failed',
  'tcp-sent': 'Istio: TCP sent',
  'tcp-received': 'Istio: TCP received',
  durations: 'Istio: latencies on screen',
  bytes: 'Istio: throughput on screen',
  traefik: 'Traefik: requests',
  'traefik-figures': 'Traefik: figures on screen',
  envoy: 'Envoy: requests',
  'envoy-tcp': 'Envoy: TCP',
  'envoy-figures': 'Envoy: figures on screen',
}

/** What a query of the graph asks for; an operator's source is known by its own name. */
export function partWords(part: string): string {
  return parts[part] ?? part
}

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })
const kilo = 1000

/** Bytes as "512 B", "1.2 kB", "3.4 MB". */
export function formatBytes(bytes: number): string {
  if (bytes < kilo) return `${number.format(bytes)}\u202fB`
  if (bytes < kilo * kilo) return `${number.format(bytes / kilo)}\u202fkB`
  return `${number.format(bytes / kilo / kilo)}\u202fMB`
}

/** Milliseconds as "3.2 ms", "1.4 s". */
export function formatMs(ms: number): string {
  return ms < kilo ? `${number.format(ms)}\u202fms` : `${number.format(ms / kilo)}\u202fs`
}

/** How many of the queries that a tick may have it had. */
export function budgetWords(queries: number, budget: number): { words: string; over: boolean } {
  const over = queries > budget
  return { words: `${queries} of at most ${budget}`, over }
}
