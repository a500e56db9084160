import { onTestFinished } from 'vitest'
import type { TelemetryTarget } from '@/lib/domain/topology/telemetry-target'
import type { CustomSource } from './custom/source'
import { createMetrics } from './metrics-source'
import { matrix, stubPrometheus, vector, type StubAnswer } from './test-prometheus'

/** Unix seconds. */
const start = 1_700_000_000

/** A moment so many seconds after the start of the tests. */
export const at = (seconds: number): Date => new Date((start + seconds) * 1000)

/** Samples of scrapes every 2 s; the first is `first` seconds after the start. */
export const points = (first: number, values: readonly (number | string)[]): [number, number | string][] =>
  values.map((value, index) => [start + first + index * 2, value])

/** An instant vector at the start. */
export const vectorNow = (samples: Parameters<typeof vector>[1], warnings?: string[]): StubAnswer =>
  vector(start, samples, warnings)

/** What finds out that Istio's proxies are scraped every 2 s. */
function everyTwoSeconds(query: string): StubAnswer | undefined {
  if (query.startsWith('topk(1,')) return vectorNow([[{ __name__: 'istio_requests_total', a: 'b' }, 9]])
  return query === 'istio_requests_total{a="b"}[300s]' ? matrix([[{}, points(0, [1, 1, 1])]]) : undefined
}

/** Metrics over a Prometheus; `answer` gets all queries but those that `interval` answers. */
export async function metricsOver(
  answer: (query: string) => StubAnswer,
  targets: readonly TelemetryTarget[] = [],
  custom: readonly CustomSource[] = [],
  interval: (query: string) => StubAnswer | undefined = everyTwoSeconds,
) {
  const asked: string[] = []
  const { url } = await stubPrometheus(({ params }) => {
    const query = params.get('query') ?? ''
    const found = interval(query)
    if (found !== undefined) return found
    asked.push(query)
    return answer(query)
  })
  const metrics = createMetrics({ url, now: () => at(0), targets: () => targets, custom: () => custom })
  onTestFinished(() => metrics.close())
  return { metrics, asked }
}
