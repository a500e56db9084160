import { beforeAll, describe, expect, it } from 'vitest'
import type { LinksDto, ServiceMetricsDto } from '@/lib/contracts/services'
import type { Subject } from '../support/service'
import { subject } from '../support/service'
import { call, until } from '../support/target'

type Problem = { code: string; fields?: { path: string; message: string }[] }

/** An answer that several callers share may be this old, milliseconds. */
const shared = 60_000

/** The series behind the charts of a service page, for a window or a chosen span. */
describe('metrics of a service', () => {
  let search: Subject
  const metrics = <T = ServiceMetricsDto>(query: string) =>
    call<T>('viewer', 'GET', `${search.path}/metrics?${query}`)
  const before = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString()

  beforeAll(async () => {
    search = await subject('shop', 'search')
    await until(
      'traffic of the search',
      async () => (await metrics('window=5m')).body.versions,
      (versions) => versions.some(({ rate }) => rate.some(({ value }) => (value ?? 0) > 0)),
    )
  })

  it('answers rate, success and three bands of every version, in order and within the window', async () => {
    const { status, body } = await metrics('window=5m')
    expect(status).toBe(200)
    expect(body.window).toBe(300)
    const [from, to] = [Date.parse(body.from), Date.parse(body.to)]
    expect(to - from).toBe(300_000)
    for (const { rate, successShare, p50, p95, p99 } of body.versions) {
      const times = rate.map(({ at }) => Date.parse(at))
      expect(times).toEqual([...times].sort((a, b) => a - b))
      expect(times.every((time) => time >= from - shared && time <= to)).toBe(true)
      for (const points of [successShare, p50, p95, p99])
        expect(points.map(({ at }) => Date.parse(at))).toEqual(times)
      for (const [index, { low }] of p99.entries())
        expect(low ?? Infinity).toBeGreaterThanOrEqual(p50[index]?.low ?? 0)
    }
  })

  it('measures the use of CPU and memory, or says why not', async () => {
    const { saturation } = (await metrics('window=5m')).body
    if (saturation.problem !== undefined) expect(saturation.problem).toMatch(/^not measured: /)
    else
      for (const { cpu, cpuOf } of saturation.versions)
        expect(cpu.some(({ value }) => value !== null)).toBe(cpuOf !== null)
  })

  it('answers a span of the past, and the same one again', async () => {
    const span = new URLSearchParams({ from: before(180), to: before(60) }).toString()
    const { body } = await metrics(span)
    expect(body).toMatchObject({ window: 120, step: 5 })
    expect(body.versions.every(({ rate }) => rate.every(({ at }) => at <= body.to))).toBe(true)
    expect((await metrics(span)).body.versions).toEqual(body.versions)
  })

  it('makes at most 500 points, whatever step is asked for', async () => {
    const { body } = await metrics('window=24h&step=1s')
    expect(body.window / body.step).toBeLessThanOrEqual(500)
    for (const { rate } of body.versions) expect(rate.length).toBeLessThanOrEqual(501)
  })

  it.each([
    [() => `from=${before(60)}`, 'to'],
    [() => `to=${before(60)}`, 'from'],
    [() => `from=${before(60)}&to=${before(120)}`, 'to'],
    [() => `from=${before(25 * 3600)}&to=${before(0)}`, 'to'],
    [() => `from=${before(-60)}&to=${before(-120)}`, 'from'],
    [() => `window=1h&from=${before(120)}&to=${before(60)}`, 'window'],
    [() => 'window=soon', 'window'],
  ])('refuses a span that makes no sense, naming what is wrong (%#)', async (query, path) => {
    const { status, body } = await metrics<Problem>(query())
    expect([status, body.code, body.fields?.map((field) => field.path)]).toEqual([400, 'malformed', [path]])
  })

  it('knows operations as annotations, in order, each within the span', async () => {
    const weights = await search.weights()
    const first = Object.keys(weights).find((key) => (weights[key] ?? 0) > 0)
    const second = Object.keys(weights).find((key) => key !== first)
    if (first === undefined || second === undefined) throw new Error('the search has one version')
    const moved = { [first]: (weights[first] ?? 0) - 1, [second]: (weights[second] ?? 0) + 1 }
    const { body: operation } = await search.setWeights('release-manager', moved)
    await search.setWeights('release-manager', weights)
    const { body } = await metrics('window=5m')
    const found = body.annotations.find((each) => each.operation === operation.id)
    expect(found).toMatchObject({ kind: 'operation', words: 'set-weights', after: { weights: moved } })
    const times = body.annotations.map(({ at }) => Date.parse(at))
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(times.every((time) => time >= Date.parse(body.from) && time <= Date.parse(body.to))).toBe(true)
  })

  it('answers the links of the same service; the demo has none', async () => {
    const { status, body } = await call<LinksDto>('viewer', 'GET', `${search.path}/links?window=1h`)
    expect([status, body]).toEqual([200, { items: [] }])
  })
})
