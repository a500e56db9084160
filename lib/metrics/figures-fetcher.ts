import type { EdgeWanted, FigureRow } from '@/lib/domain/topology/traffic'
import { placesOf, proxyFigureRows, proxyFiguresQuery } from './figures-proxy'
import { figureQueries, rulesQuery, rulesWindowSeconds, type FiguresFrom } from './figures-queries'
import { istioFigureRows } from './figures-rows'
import type { Sample } from './prometheus/answer'
import type { PrometheusClient } from './prometheus/client'
import type { ProxyTelemetry } from './proxy/telemetry'
import { createSharedCache } from './shared-cache'
import type { ProxyTargets } from './proxy/targets'

/** How long it is remembered whether the recording rules are there. */
const rememberMs = 10 * 60_000

interface FiguresSpan {
  windowSeconds: number
  end: Date
  /** Of the past, for which it is not known whether there were rules. */
  past: boolean
}

/**
 * Fetches latencies and throughput of some edges: two queries of Istio's, and one for each proxy behind which some of
 * them stand. Throws `metrics-unavailable`.
 */
export function createFiguresFetcher(
  client: PrometheusClient,
  now: () => number,
  labelOf: (proxy: ProxyTelemetry) => string,
) {
  const rules = createSharedCache<boolean>(now, 1, () => undefined)
  const areThere = (end: Date): Promise<boolean> =>
    rules.get('rules', rememberMs, async () => (await client.instant(rulesQuery, end)).data.length > 0)

  const ofIstio = async (wanted: readonly EdgeWanted[], span: FiguresSpan): Promise<FigureRow[]> => {
    const { windowSeconds, end, past } = span
    const recorded = !past && windowSeconds >= rulesWindowSeconds && (await areThere(end))
    const from: FiguresFrom = recorded ? 'rules' : 'counters'
    const { durations, bytes } = figureQueries(wanted, windowSeconds, from)
    const [timed, sized] = await Promise.all([
      client.instant(durations, end, 'durations'),
      client.instant(bytes, end, 'bytes'),
    ])
    return istioFigureRows([...timed.data, ...sized.data])
  }

  return async (
    wanted: readonly EdgeWanted[],
    span: FiguresSpan,
    proxies: ProxyTargets,
  ): Promise<FigureRow[]> => {
    const sources = new Set<string>(proxies.map(({ proxy }) => proxy.source))
    const istio = wanted.filter(({ source }) => !sources.has(source.workload))
    const others = wanted.filter(({ source }) => sources.has(source.workload))
    const parts = await Promise.all([
      istio.length === 0 ? [] : ofIstio(istio, span),
      ...proxies.map(async ({ proxy, targets }) => {
        const own = others.filter(({ source }) => source.workload === proxy.source)
        const places = placesOf(targets, own)
        if (places.length === 0) return []
        const query = proxyFiguresQuery(proxy, labelOf(proxy), places, span.windowSeconds)
        const { data }: { data: Sample[] } = await client.instant(query, span.end, `${proxy.source}-figures`)
        return proxyFigureRows(proxy, targets, data)
      }),
    ])
    return parts.flat()
  }
}
