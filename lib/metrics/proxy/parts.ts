import type { TrafficPart } from '../traffic-part'
import { proxyRows, proxyTcpRows } from './rows'
import type { ProxyTargets } from './targets'
import { proxyTcpQuery, proxyTrafficQuery } from './telemetry'

/** What the proxies that routes name add to a tick: a query each, and one more where TCP is counted. */
export function proxyParts(windowSeconds: number, proxies: ProxyTargets): TrafficPart[] {
  return proxies.flatMap(({ proxy, targets }) => {
    const requests: TrafficPart = {
      part: proxy.source,
      promql: proxyTrafficQuery(proxy, windowSeconds),
      rows: (samples) => proxyRows(proxy, targets, samples),
    }
    const tcp = proxyTcpQuery(proxy, windowSeconds)
    if (tcp === undefined) return [requests]
    const rows: TrafficPart['rows'] = (samples) => proxyTcpRows(proxy, targets, samples)
    return [requests, { part: `${proxy.source}-tcp`, promql: tcp, rows }]
  })
}
