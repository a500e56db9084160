import type { EdgeWanted } from '@/lib/domain/topology/traffic'
import { edgeLabels } from './istio/queries'
import { isOneOf, matcherText, range, sumBy, type Matcher } from './prometheus/promql'

/** What tells edges apart; how a connection was secured does not, and the tcp of ztunnels is known by their pods. */
const labels = [...edgeLabels.filter((label) => label !== 'connection_security_policy'), 'request_protocol']
const byteLabels = [...labels, 'connection_security_policy', 'app']

const anyOf = (metrics: string): Matcher => ({ label: '__name__', op: '=~', value: metrics })

const durations = 'istio_request_duration_milliseconds_(bucket|sum)'
/** Istio's tcp is named from the server's side (istio/istio#32399). */
const requestBytes = 'istio_request_bytes_sum|istio_tcp_received_bytes_total'
const responseBytes = 'istio_response_bytes_sum|istio_tcp_sent_bytes_total'

/** Rates over a minute of the metric of this name, as deploy/prometheus/aviary-rules.yaml records them. */
const recordedName = (metrics: string): string => `aviary:(${metrics}):rate1m`
export const rulesWindowSeconds = 60

/** One sample where the recording rules are there. */
export const rulesQuery = 'aviary:rules:version'

/** How figures are had: from the counters, or from what the recording rules made of them. */
export type FiguresFrom = 'counters' | 'rules'

/**
 * Latencies and throughput of the wanted edges in two queries: cumulative buckets with the sum of durations, and bytes
 * with the label `bytes` for their direction. The matchers are the union of what is wanted; what comes too is left out.
 */
export function figureQueries(
  wanted: readonly EdgeWanted[],
  seconds: number,
  from: FiguresFrom,
): { durations: string; bytes: string } {
  const matchers = [
    known(
      'destination_service',
      wanted.map(({ service }) => service.host),
    ),
    known(
      'source_workload',
      wanted.map(({ source }) => source.workload),
    ),
  ]
  const rate = (metrics: string): string => {
    const own = [anyOf(from === 'rules' ? recordedName(metrics) : metrics), ...matchers]
    const selected = `{${own.map(matcherText).join(',')}}`
    if (from === 'counters') return `rate(${selected}${range(seconds)})`
    return seconds <= rulesWindowSeconds ? selected : `avg_over_time(${selected}${range(seconds)})`
  }
  const directed = (metrics: string, direction: string) =>
    `label_replace(${sumBy(byteLabels, rate(metrics))}, "bytes", "${direction}", "", "")`
  return {
    durations: sumBy(['le', ...labels], rate(durations)),
    bytes: `${directed(requestBytes, 'request')} or ${directed(responseBytes, 'response')}`,
  }
}

/** Any of the values; what telemetry does not know may be an absent label, too. */
function known(label: string, values: readonly string[]): Matcher {
  const all = [...new Set(values)].sort()
  return isOneOf(label, all.includes('unknown') ? [...all, ''] : all)
}
