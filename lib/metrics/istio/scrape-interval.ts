import type { PrometheusClient } from '../prometheus/client'
import { busiestSeriesQuery, seriesSamplesQuery } from './queries'

const lookSeconds = 300

/**
 * How often Istio's proxies are scraped, in seconds, measured from the samples of the busiest series: the
 * configuration may hold many jobs and is often not readable. Null while there are no two samples.
 */
export async function measureScrapeInterval(client: PrometheusClient, at: Date): Promise<number | null> {
  const busiest = await client.instant(busiestSeriesQuery, at)
  const [sample] = busiest.data
  if (sample === undefined) return null
  const answer = await client.samples(seriesSamplesQuery(sample.labels, lookSeconds), at)
  const times = answer.data[0]?.points.map(({ time }) => time) ?? []
  const gaps = times
    .slice(1)
    .map((time, index) => (time - (times[index] ?? time)) / 1000)
    .sort((a, b) => a - b)
  const median = gaps[Math.floor(gaps.length / 2)]
  return median === undefined || median <= 0 ? null : Math.max(1, Math.round(median))
}
