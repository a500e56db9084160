import { DomainError, isDomainError } from '@/lib/domain/errors'
import { growthsOf, isIncomplete, lookBackSeconds, type Span } from './counters/span'
import { unprovenInstances } from './counters/targets'
import { scrapesQuery } from './istio/queries'
import type { PrometheusClient } from './prometheus/client'
import { isInstantSelector } from './prometheus/instant-selector'
import { range } from './prometheus/promql'

/** Growth of all counters that an operator's selector names. Throws `invalid`, `metrics-unavailable`. */
export async function grownBetween(
  client: PrometheusClient,
  selector: string,
  span: Span,
  scrapeSeconds: number,
): Promise<{ value: number; complete: boolean }> {
  if (!isInstantSelector(selector))
    throw new DomainError(
      'invalid',
      'A counter is named by one PromQL instant selector, such as errors_total{service="a"}: without functions, ranges or offsets.',
    )
  if (span.to <= span.from) return { value: 0, complete: true }
  const seconds = Math.ceil((span.to - span.from) / 1000) + lookBackSeconds(scrapeSeconds)
  const end = new Date(span.to)
  const { data, warnings } = await blamed(() => client.samples(selector.trim() + range(seconds), end))
  const instances = unprovenInstances(data, span.from, Number.NEGATIVE_INFINITY)
  const ups =
    instances.length === 0
      ? { data: [], warnings: [] }
      : await client.samples(scrapesQuery(instances, seconds), end)
  return {
    value: growthsOf(data, { series: [], ups: ups.data }, span).reduce((sum, grown) => sum + grown, 0),
    complete: warnings.length + ups.warnings.length === 0 && !isIncomplete(data, span, scrapeSeconds),
  }
}

/** The one number of an operator's expression; null for none and for what is no finite number. Throws as above. */
export async function numberAt(
  client: PrometheusClient,
  query: string,
  at: Date,
): Promise<{ value: number | null; complete: boolean }> {
  const answer = await blamed(() => client.numbers(query, at))
  if (answer === undefined)
    throw new DomainError('invalid', 'The expression answers neither a number nor an instant vector.')
  const { data, warnings } = answer
  if (data.length > 1)
    throw new DomainError('invalid', `The expression answers ${data.length} series instead of one number.`)
  const [value] = data
  return {
    value: value !== undefined && Number.isFinite(value) ? value : null,
    complete: warnings.length === 0,
  }
}

const badData = 'Prometheus: bad_data: '

/** What Prometheus cannot read is the fault of the text, not of Prometheus. */
async function blamed<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isDomainError(error) || !error.message.startsWith(badData)) throw error
    throw new DomainError(
      'invalid',
      `Prometheus: ${error.message.slice(badData.length)}`,
      {},
      { cause: error },
    )
  }
}
