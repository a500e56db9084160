import { readFileSync } from 'node:fs'
import { describe, expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import type { EdgeWanted } from '@/lib/domain/topology/traffic'
import type { TelemetryTarget } from '@/lib/domain/topology/telemetry-target'
import { figureQueries } from './figures-queries'
import { createMetrics } from './metrics-source'
import { failure, matrix, stubPrometheus, vector, type StubAnswer } from './test-prometheus'

const start = 1_700_000_000

const wanted = (name: string, namespace = 'shop', workload = 'frontend-v1'): EdgeWanted => ({
  source: { cluster: 'Kubernetes', namespace, workload, app: 'frontend', version: 'v1' },
  service: { host: `${name}.${namespace}.svc.cluster.local`, name, namespace, cluster: 'Kubernetes' },
})
const target = (source: TelemetryTarget['source'], name: string): TelemetryTarget => ({
  source,
  label: `${source}-${name}`,
  service: { namespace: 'shop', name },
  backend: { namespace: 'shop', name },
  version: 'v1',
  rules: [],
  mirrored: false,
})
/** An edge of a proxy's own, whose workload has the proxy's name. */
const behind = (source: TelemetryTarget['source'], name: string): EdgeWanted => wanted(name, 'shop', source)

async function against(
  answer: (query: string) => StubAnswer = () => vector(start, []),
  targets: readonly TelemetryTarget[] = [],
) {
  const clock = { seconds: start }
  const stub = await stubPrometheus(({ params }) => {
    const query = params.get('query') ?? ''
    if (query.startsWith('topk(1,')) return vector(start, [[{ __name__: 'istio_requests_total', a: 'b' }, 9]])
    if (query === 'istio_requests_total{a="b"}[300s]')
      return matrix([[{}, [0, 1, 2].map((index): [number, number] => [start + 2 * index, 1])]])
    return answer(query)
  })
  const metrics = createMetrics({
    url: stub.url,
    now: () => new Date(clock.seconds * 1000),
    targets: () => targets,
    onError: () => undefined,
  })
  onTestFinished(() => metrics.close())
  const asked = () => stub.seen.map(({ params }) => params.get('query') ?? '')
  return {
    metrics,
    clock,
    asked,
    figuresAsked: () => asked().filter((query) => /duration|bytes_sum/.test(query)),
  }
}

const rulesAreThere = (query: string) => vector(start, query === 'aviary:rules:version' ? [[{}, 1]] : [])

describe('what a tick costs', () => {
  test.each([1, 60])('at most twelve queries, with %i namespaces and all telemetries', async (namespaces) => {
    const targets = [target('traefik', 'web'), target('envoy', 'cart')]
    const { metrics, asked, clock } = await against(undefined, targets)
    const edges = [
      ...Array.from({ length: namespaces }, (_none, index) => wanted('checkout', `space-${index}`)),
      behind('traefik', 'web'),
      behind('envoy', 'cart'),
    ]
    const tick = () => Promise.all([metrics.traffic(60), metrics.traffic(60), metrics.figures(60, edges)])
    await tick()
    const before = asked().length
    clock.seconds += 60
    const [snapshot] = await tick()
    expect(asked().length - before).toBeLessThanOrEqual(12)
    expect(asked().length - before).toBe(snapshot.queries + 4)
  })

  test('two queries for all edges of Istio’s, shared by all who ask for the same', async () => {
    const { metrics, figuresAsked } = await against()
    const edges = [wanted('checkout'), wanted('ledger', 'back')]
    await Promise.all([metrics.figures(60, edges), metrics.figures(60, edges), metrics.figures(60, edges)])
    expect(figuresAsked()).toHaveLength(2)
  })

  test('nothing for no edges', async () => {
    const { metrics, asked } = await against()
    expect(await metrics.figures(60, [])).toEqual([])
    expect(asked()).toEqual([])
  })
})

describe('which series are asked for', () => {
  test('names are taken literally, and what is unknown may be an absent label', () => {
    const odd = wanted('check"out.*', 'shop', 'unknown')
    const { durations } = figureQueries([odd, wanted('a|b')], 60, 'counters')
    expect(durations).toContain(
      'destination_service=~"a\\\\|b\\\\.shop\\\\.svc\\\\.cluster\\\\.local|check\\"out\\\\.\\\\*\\\\.shop\\\\.svc\\\\.cluster\\\\.local"',
    )
    expect(durations).toContain('source_workload=~"frontend-v1|unknown|"')
  })

  test('one moment of the past is asked for as that', async () => {
    const { metrics, figuresAsked } = await against(rulesAreThere)
    await metrics.figures(60, [wanted('checkout')], new Date((start - 3600) * 1000))
    expect(figuresAsked().every((query) => !query.includes('aviary:'))).toBe(true)
  })
})

describe('recording rules', () => {
  test('are used where they are there, and looked for every ten minutes', async () => {
    const { metrics, clock, asked, figuresAsked } = await against(rulesAreThere)
    for (let minute = 0; minute < 9; minute += 1) {
      await metrics.figures(60, [wanted('checkout')])
      clock.seconds += 60
    }
    expect(asked().filter((query) => query === 'aviary:rules:version')).toHaveLength(1)
    expect(figuresAsked().every((query) => query.includes('__name__=~"aviary:('))).toBe(true)
    expect(figuresAsked().some((query) => query.includes('rate('))).toBe(false)
    clock.seconds += 30 * 60
    await metrics.figures(60, [wanted('checkout')])
    expect(asked().filter((query) => query === 'aviary:rules:version')).toHaveLength(2)
  })

  test('are averaged over longer windows, and of no use for shorter ones', async () => {
    const { metrics, figuresAsked } = await against(rulesAreThere)
    await metrics.figures(600, [wanted('checkout')])
    expect(figuresAsked()[0]).toContain('avg_over_time({__name__=~"aviary:(')
    await metrics.figures(30, [wanted('checkout')])
    expect(figuresAsked().at(-1)).toContain('[30s]')
  })

  test('without them the counters are asked', async () => {
    const { metrics, figuresAsked } = await against()
    await metrics.figures(60, [wanted('checkout')])
    expect(figuresAsked().every((query) => /rate\(\{__name__=~"istio_/.test(query))).toBe(true)
  })

  test('record every metric by the labels that are asked for', () => {
    const file = readFileSync('deploy/prometheus/aviary-rules.yaml', 'utf8')
    const { groups } = parse(file) as { groups: { rules: { record: string; expr: string }[] }[] }
    const rules = groups.flatMap((group) => group.rules)
    const labelsIn = (expression: string) =>
      (/sum by \(([^)]*)\)/.exec(expression)?.[1] ?? '')
        .split(',')
        .map((label) => label.trim())
        .sort()
    const { durations, bytes } = figureQueries([wanted('checkout')], 60, 'rules')
    const names = [...`${durations}${bytes}`.matchAll(/__name__=~"([^"]*)"/g)].map(
      ([, name = '']) => new RegExp(`^(?:${name})$`),
    )
    const recorded = rules.filter(({ record }) => record !== 'aviary:rules:version')
    expect(recorded).toHaveLength(6)
    for (const { record, expr } of recorded) {
      expect(
        names.some((name) => name.test(record)),
        record,
      ).toBe(true)
      const wantedLabels = labelsIn(record.includes('duration') ? durations : bytes)
      const own = record.endsWith('_sum:rate1m') && record.includes('duration')
      expect(labelsIn(expr), record).toEqual(
        own ? wantedLabels.filter((label) => label !== 'le') : wantedLabels,
      )
      expect(record).toBe(`aviary:${/rate\((\w+)\[1m\]\)/.exec(expr)?.[1] ?? ''}:rate1m`)
    }
  })
})

test('when Prometheus fails there are no figures, and health says so', async () => {
  const { metrics } = await against(() => failure(503, 'unavailable', 'TSDB not ready'))
  await expect(metrics.figures(60, [wanted('checkout')])).rejects.toMatchObject({
    code: 'metrics-unavailable',
  })
  expect(metrics.health().ok).toBe(false)
})
