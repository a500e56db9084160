import { customOverviewQuery } from './custom/parts'
import { readCustom } from './custom/read-labels'
import type { CustomSource } from './custom/source'
import { serviceRatesQuery } from './istio/queries'
import { ratesByService, valuesOf } from './istio/service-rates'
import type { PrometheusClient } from './prometheus/client'
import { placeOf } from './proxy/relabel'
import type { ProxyTargets } from './proxy/targets'
import { proxyRatesQuery } from './proxy/telemetry'

interface RatesSpan {
  end: Date
  windowSeconds: number
  stepSeconds: number
  rateSeconds: number
}

/** Requests a second of every Service over a span, oldest first, by `namespace/name`: one query for each telemetry. */
export function createRatesFetcher(client: PrometheusClient) {
  return async (
    span: RatesSpan,
    proxies: ProxyTargets,
    custom: readonly CustomSource[] = [],
  ): Promise<Map<string, number[]>> => {
    const start = new Date(span.end.getTime() - span.windowSeconds * 1000)
    const ask = async (promql: string) => (await client.range(promql, start, span.end, span.stepSeconds)).data
    const [istio, others, own] = await Promise.all([
      ask(serviceRatesQuery(span.rateSeconds)),
      Promise.all(proxies.map(({ proxy }) => ask(proxyRatesQuery(proxy, span.rateSeconds)))),
      Promise.all(custom.map((source) => ask(customOverviewQuery(source, span.rateSeconds)))),
    ])
    const rates = ratesByService(istio)
    for (const [index, { proxy, targets }] of proxies.entries()) {
      for (const series of others[index] ?? []) {
        const target = targets.get(placeOf(proxy, series.labels) ?? '')
        if (target === undefined) continue
        const key = `${target.backend.namespace}/${target.backend.name}`
        if (!rates.has(key)) rates.set(key, valuesOf(series))
      }
    }
    // An operator's own figures stand above all others.
    for (const [index, source] of custom.entries()) {
      for (const series of own[index] ?? []) {
        const place = readCustom(source, series.labels)
        if (place !== undefined) rates.set(`${place.namespace}/${place.service}`, valuesOf(series))
      }
    }
    return rates
  }
}
