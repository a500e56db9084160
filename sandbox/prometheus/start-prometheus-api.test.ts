import { afterEach, expect, test } from 'vitest'
import type { Sample } from '../traffic/sample'
import type { PrometheusApi } from './start-prometheus-api'
import { startPrometheusApi } from './start-prometheus-api'

const open: PrometheusApi[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((api) => api.close()))
})

async function start(collect: () => readonly Sample[]): Promise<string> {
  const api = await startPrometheusApi({ port: 0, collect, scrapeIntervalSeconds: 60 })
  open.push(api)
  return `${api.url}/api/v1`
}

async function get(url: string, init?: RequestInit): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url, init)
  return { status: response.status, body: await response.json() }
}

const one = (): Sample[] => [{ name: 'm_total', labels: { app: 'a' }, value: 3 }]
const target = { job: 'istio-mesh', instance: 'sandbox-traffic:15020' }

test('instant queries by GET and POST', async () => {
  const url = await start(one)
  const expected = {
    resultType: 'vector',
    result: [{ metric: { __name__: 'm_total', app: 'a', ...target } }],
  }
  const wanted = { status: 200, body: { status: 'success', data: expected } }
  expect(await get(`${url}/query?query=m_total`)).toMatchObject(wanted)
  const form = new URLSearchParams({ query: 'm_total' })
  expect(await get(`${url}/query`, { method: 'POST', body: form })).toMatchObject(wanted)
})

test('range queries', async () => {
  const url = await start(one)
  const now = Math.ceil(Date.now() / 1000) + 1
  const { body } = await get(`${url}/query_range?query=sum(m_total)&start=${now}&end=${now + 20}&step=10s`)
  const values = [now, now + 10, now + 20].map((time) => [time, '3'])
  expect(body).toEqual({
    status: 'success',
    data: { resultType: 'matrix', result: [{ metric: {}, values }] },
  })
})

test('series, labels, values and the scrape interval', async () => {
  const url = await start(one)
  expect((await get(`${url}/series?match[]=m_total`)).body).toMatchObject({ data: [{ app: 'a' }] })
  expect((await get(`${url}/labels`)).body).toMatchObject({ data: ['__name__', 'app', 'instance', 'job'] })
  expect((await get(`${url}/label/__name__/values`)).body).toMatchObject({ data: ['m_total', 'up'] })
  expect(JSON.stringify(await get(`${url}/status/config`))).toContain('scrape_interval: 60s')
  expect((await get(`${url}/targets`)).body).toMatchObject({ data: { activeTargets: [{ health: 'up' }] } })
})

test('errors as Prometheus words them', async () => {
  const url = await start(one)
  expect(await get(`${url}/query?query=sum(`)).toMatchObject({
    status: 400,
    body: { status: 'error', errorType: 'bad_data' },
  })
  expect(await get(`${url}/query?query=up&time=x`)).toMatchObject({
    status: 400,
    body: { error: 'invalid parameter "time": cannot parse "x" to a valid timestamp' },
  })
  expect(await get(`${url}/query?query=${encodeURIComponent('abs({job!=""})')}`)).toMatchObject({
    status: 200,
  })
  const twice = encodeURIComponent('up * on(nothing) {job!=""}')
  expect(await get(`${url}/query?query=${twice}`)).toMatchObject({
    status: 422,
    body: { errorType: 'execution' },
  })
  expect((await fetch(`${url}/rules`)).status).toBe(404)
})

test('a failed scrape leaves up 0 and nothing else', async () => {
  const url = await start(() => {
    throw new Error('no traffic')
  })
  expect((await get(`${url}/query?query=${encodeURIComponent('{job!=""}')}`)).body).toMatchObject({
    data: { result: [{ metric: { __name__: 'up' }, value: [expect.any(Number), '0'] }] },
  })
})

test('samples of other targets carry their own job and instance, and an up of their own', async () => {
  const traefik = { job: 'traefik', instance: '10.0.0.7:9100' }
  const url = await start(() => [
    ...one(),
    { name: 't_total', labels: { pod: 't' }, target: traefik, value: 1 },
  ])
  const metrics = async (query: string): Promise<unknown> =>
    (await get(`${url}/query?query=${encodeURIComponent(query)}`)).body
  const result = (labels: object[]): object => ({ data: { result: labels.map((metric) => ({ metric })) } })
  expect(await metrics('t_total')).toMatchObject(result([{ __name__: 't_total', pod: 't', ...traefik }]))
  expect(await metrics('up')).toMatchObject(result([target, traefik]))
  expect((await get(`${url}/targets`)).body).toMatchObject({
    data: { activeTargets: [{ labels: target }, { labels: traefik, scrapePool: 'traefik' }] },
  })
  expect(JSON.stringify(await get(`${url}/status/config`))).toContain('job_name: traefik')
})
