import type { PrometheusClient } from '../prometheus/client'
import { Evaluation } from '@/sandbox/prometheus/evaluate'
import { parseQuery } from '@/sandbox/prometheus/parse'
import { SeriesStore } from '@/sandbox/prometheus/series-store'
import type { SceneSeries } from './scene.fixture'

export const sceneEnd = new Date('2026-01-01T00:10:00.000Z')
const scrapeMs = 10_000
const scrapes = 60
/** Counters that have counted for long, so that no rate is bent by their beginning. */
const secondsBefore = 100_000

/** A Prometheus that scraped the series for ten minutes, evenly, so that their rates are exact. */
export function scenePrometheus(series: readonly SceneSeries[]) {
  const store = new SeriesStore(1000)
  const samples = series.map(({ metric, labels }) => ({ name: metric, labels, value: 0 }))
  for (let scrape = scrapes; scrape >= 0; scrape -= 1) {
    const seconds = secondsBefore + ((scrapes - scrape) * scrapeMs) / 1000
    for (const [index, { perSecond }] of series.entries()) {
      const sample = samples[index]
      if (sample !== undefined) sample.value = seconds * perSecond
    }
    store.append(sceneEnd.getTime() - scrape * scrapeMs, samples, { job: 'mesh', instance: 'a' })
  }
  const asked: string[] = []
  const unused = () => Promise.reject(new Error('not part of a scene'))
  const client: PrometheusClient = {
    instant: (query, at) => {
      asked.push(query)
      const time = at.getTime()
      const value = new Evaluation(store, time, time).at(parseQuery(query), time)
      if (value.type !== 'vector') throw new Error(`a ${value.type} for ${query}`)
      const data = value.items.map((item) => ({ labels: item.labels, time, value: item.value }))
      return Promise.resolve({ data, warnings: [] })
    },
    numbers: unused,
    samples: unused,
    range: unused,
    sent: () => asked.length,
    close: () => Promise.resolve(),
  }
  return { client, asked }
}
