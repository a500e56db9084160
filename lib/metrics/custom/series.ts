import type { ServiceRef } from '@/lib/domain/traffic/model'
import { range, sumBy } from '../prometheus/promql'
import type { ServiceSeries } from '../service-series'
import { relabelledCustom } from './read-labels'
import { everythingOf, labelsOf, type CustomSource } from './source'
import { fillTemplate } from './template'

/** The selector of everything that a source counts, where it names counters. */
export function customCounters(source: CustomSource): string[] {
  return source.requests.kind === 'counters'
    ? [fillTemplate(source.requests, everythingOf(source), 1).trim()]
    : []
}

/** Figures of one service as an operator's counters have them; `others` are the Services of its versions. */
export function customSeries(
  source: CustomSource,
  service: ServiceRef,
  others: readonly string[],
): ServiceSeries {
  const wanted = { namespaces: [service.namespace], services: [service.name, ...others] }
  const { requests, buckets } = source
  const rated = (template: CustomSource['requests'], labels: readonly string[], seconds: number) => {
    const filled = fillTemplate(template, wanted, seconds).trim()
    return template.kind === 'rates' ? filled : sumBy(labels, `rate(${filled}${range(seconds)})`)
  }
  return {
    custom: true,
    counters: (seconds) => fillTemplate(requests, wanted, seconds).trim() + range(seconds),
    rawBuckets: (seconds) =>
      buckets?.kind === 'counters'
        ? fillTemplate(buckets, wanted, seconds).trim() + range(seconds)
        : undefined,
    buckets: (seconds) => buckets && rated(buckets, ['le', ...labelsOf(source)], seconds),
    ends: (seconds) => rated(requests, labelsOf(source), seconds),
    read: (entries) =>
      entries.flatMap((entry) => {
        const labels = relabelledCustom(source, entry.labels)
        return labels === undefined ? [] : [{ ...entry, labels }]
      }),
    own: (series) => [...series],
  }
}
