import type { Labels } from './prometheus/answer'
import type { PrometheusClient } from './prometheus/client'
import { proxies } from './proxy/telemetry'
import { busiestSeriesQuery, requestsMetric, seriesSamplesQuery } from './istio/queries'

const lookSeconds = 300

/**
 * How often the proxies are scraped, in seconds, measured from the samples of the busiest series of the first telemetry
 * that is there, `more` selectors last: the configuration may hold many jobs and is often not readable. Null while there
 * are no two samples.
 */
export async function measureScrapeInterval(
  client: PrometheusClient,
  at: Date,
  more: readonly string[] = [],
): Promise<number | null> {
  const metrics = [requestsMetric, ...proxies.map(({ requests }) => requests), ...more]
  for (const metric of metrics) {
    const [sample] = (await client.instant(busiestSeriesQuery(metric), at)).data
    if (sample !== undefined)
      return await intervalOf(client, sample.labels.__name__ ?? metric, sample.labels, at)
  }
  return null
}

async function intervalOf(
  client: PrometheusClient,
  metric: string,
  labels: Labels,
  at: Date,
): Promise<number | null> {
  const answer = await client.samples(seriesSamplesQuery(metric, labels, lookSeconds), at)
  const times = answer.data[0]?.points.map(({ time }) => time) ?? []
  const gaps = times
    .slice(1)
    .map((time, index) => (time - (times[index] ?? time)) / 1000)
    .sort((a, b) => a - b)
  const median = gaps[Math.floor(gaps.length / 2)]
  return median === undefined || median <= 0 ? null : Math.max(1, Math.round(median))
}
