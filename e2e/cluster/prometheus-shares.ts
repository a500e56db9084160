interface Vector {
  data: { result: { metric: { service: string }; value: [number, string] }[] }
}

/** Requests of one Traefik service as Prometheus counted them. */
export interface Observed {
  /** Requests a second. */
  rate: number
  /** Of all services asked for, 0–1. */
  share: number
}

/**
 * Rates and shares of Traefik's services over the last `seconds`, by the label of the metric. A service without a
 * request has no series and is absent. Throws when Prometheus does not answer.
 */
export async function observedShares(
  prometheus: string,
  labels: readonly string[],
  seconds: number,
): Promise<Map<string, Observed>> {
  const selector = `service=~${JSON.stringify(labels.join('|'))}`
  const query = `sum by (service) (rate(traefik_service_requests_total{${selector}}[${seconds}s]))`
  const reply = await fetch(`${prometheus}/api/v1/query?query=${encodeURIComponent(query)}`)
  if (!reply.ok) throw new Error(`Prometheus answered ${reply.status}: ${await reply.text()}`)
  const { data } = (await reply.json()) as Vector
  const rates = data.result.map(({ metric, value }) => [metric.service, Number(value[1])] as const)
  const total = rates.reduce((sum, [, rate]) => sum + rate, 0)
  return new Map(rates.map(([label, rate]) => [label, { rate, share: total === 0 ? 0 : rate / total }]))
}
