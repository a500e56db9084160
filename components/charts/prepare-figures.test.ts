import { expect, it } from 'vitest'
import { at, metricsOf, versionOf } from './metrics.fixture'
import { prepareFigures } from './prepare-figures'

const use = (version: string, cpuOf: 'limit' | 'request' | null) => ({
  version,
  cpuOf,
  cpu: cpuOf === null ? [] : [{ at: at(0), value: 40 }],
  memoryOf: null,
  memory: [],
})
const titles = (metrics = metricsOf()) => prepareFigures(metrics, 'p99').map(({ title }) => title)

it('names the quantile, and what the use is a share of', () => {
  const versions = [use('v1', 'limit'), use('v2', 'request')]
  expect(titles(metricsOf({ saturation: { versions } }))).toEqual([
    'Requests a second',
    'Success, percent',
    'Latency p99, milliseconds (bucket bounds)',
    'CPU used, percent of the limit or the request',
    'Memory used, percent of the limit',
  ])
})

it('says why there is no use to draw', () => {
  const problem = 'not measured: this Prometheus has no container metrics'
  const problems = (metrics = metricsOf()) => prepareFigures(metrics, 'p95').map((figure) => figure.problem)
  expect(problems(metricsOf({ saturation: { problem, versions: [] } }))).toEqual([
    undefined,
    undefined,
    undefined,
    problem,
    problem,
  ])
  expect(problems(metricsOf({ saturation: { versions: [use('v1', 'request')] } })).slice(3)).toEqual([
    undefined,
    'not measured: these pods name no limit of it',
  ])
})

it('reads bands as bounds, also past the last one', () => {
  const version = { ...versionOf('v1', []), p95: [{ at: at(0), low: 10_000, high: null }] }
  const latency = prepareFigures(metricsOf({ versions: [version] }), 'p95')[2]
  const row = latency?.rows[0]?.values.v1 ?? null
  expect(latency?.words(row)).toMatch(/^> 10\ss$/)
  expect(latency?.words([100, 250])).toMatch(/^100–250\sms$/)
  expect(latency?.words(null)).toBe('no data')
})
