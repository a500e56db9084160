import { expect, onTestFinished, test } from 'vitest'
import type { QueryCost } from '../cost'
import { failure, matrix, stubPrometheus, vector, type StubAnswer } from '../test-prometheus'
import { createPrometheusClient, type PrometheusOptions } from './client'

const at = new Date('2026-01-01T00:00:00.500Z')
const seconds = at.getTime() / 1000

async function against(
  answer: () => StubAnswer | Promise<StubAnswer>,
  options: Partial<PrometheusOptions> = {},
) {
  const stub = await stubPrometheus(answer)
  const client = createPrometheusClient({ url: `${stub.url}/prometheus/`, ...options })
  onTestFinished(() => client.close())
  return { client, seen: stub.seen }
}

test('a query is a form in a POST, with the time to the millisecond', async () => {
  const { client, seen } = await against(() => vector(seconds, [[{ a: 'b' }, 1.5]]))
  expect(await client.instant('up{a="b&c=d"}', at)).toEqual({
    data: [{ labels: { a: 'b' }, time: at.getTime(), value: 1.5 }],
    warnings: [],
  })
  expect(seen[0]).toMatchObject({ method: 'POST', path: '/prometheus/api/v1/query' })
  expect(Object.fromEntries(seen[0]?.params ?? [])).toEqual({
    query: 'up{a="b&c=d"}',
    time: seconds.toFixed(3),
    timeout: '10s',
  })
  expect(seen[0]?.headers.authorization).toBeUndefined()
})

test('range queries carry start, end and step; their samples are series', async () => {
  const { client, seen } = await against(() =>
    matrix([
      [
        {},
        [
          [1, 2],
          [3, 'NaN'],
        ],
      ],
    ]),
  )
  const answer = await client.range('up', new Date(1000), new Date(3000), 2)
  expect(answer.data).toEqual([
    {
      labels: {},
      points: [
        { time: 1000, value: 2 },
        { time: 3000, value: NaN },
      ],
    },
  ])
  expect(seen[0]?.path).toBe('/prometheus/api/v1/query_range')
  expect(seen[0]?.params.get('step')).toBe('2')
})

test('the values that JSON lacks are read; warnings are kept', async () => {
  const { client } = await against(() =>
    vector(
      seconds,
      [
        [{}, 'NaN'],
        [{}, '+Inf'],
        [{}, '-Inf'],
      ],
      ['a store is gone'],
    ),
  )
  const { data, warnings } = await client.instant('x', at)
  expect(data.map(({ value }) => value)).toEqual([NaN, Infinity, -Infinity])
  expect(warnings).toEqual(['a store is gone'])
})

test.each([
  { auth: { type: 'bearer', token: () => 't0ken' } as const, sent: 'Bearer t0ken' },
  {
    auth: { type: 'basic', user: 'ann', password: () => 'pässword' } as const,
    sent: 'Basic YW5uOnDDpHNzd29yZA==',
  },
])('credentials: $auth.type', async ({ auth, sent }) => {
  const { client, seen } = await against(() => vector(seconds, []), { auth })
  await client.instant('x', at)
  expect(seen[0]?.headers.authorization).toBe(sent)
})

test.each([
  {
    name: "Prometheus' own words",
    answer: failure(400, 'bad_data', 'parse error: unexpected "}"'),
    words: 'Prometheus: bad_data: parse error: unexpected "}"',
  },
  {
    name: 'words on another status',
    answer: failure(503, 'timeout', 'query timed out'),
    words: 'Prometheus: timeout: query timed out',
  },
  { name: 'a proxy in between', answer: { status: 502, body: '<html>' }, words: 'Prometheus answered 502.' },
  {
    name: 'wrong credentials',
    answer: { status: 401, body: '' },
    words: 'Prometheus refused our credentials (401).',
  },
  { name: 'no JSON', answer: { body: 'hello' }, words: 'Prometheus answered with no JSON.' },
  {
    name: 'another shape',
    answer: { body: { status: 'ok' } },
    words: 'Prometheus answered with an unknown envelope.',
  },
  {
    name: 'another type',
    answer: matrix([]),
    words: 'Prometheus answered with a matrix instead of a vector.',
  },
  {
    name: 'labels that are no strings',
    answer: { body: { status: 'success', data: { resultType: 'vector', result: [{ metric: { a: 1 } }] } } },
    words: 'Prometheus answered with a label that is no string.',
  },
])('errors: $name', async ({ answer, words }) => {
  const { client } = await against(() => answer)
  await expect(client.instant('x', at)).rejects.toMatchObject({ code: 'metrics-unavailable', message: words })
})

test('redirects are not followed', async () => {
  const { client, seen } = await against(() => ({
    status: 307,
    headers: { location: 'http://127.0.0.1:1/' },
    body: '',
  }))
  await expect(client.instant('x', at)).rejects.toThrow('redirect (307)')
  expect(seen).toHaveLength(1)
})

test('an answer past the cap is cut off', async () => {
  const { client } = await against(() => ({ body: 'x'.repeat(3_000_000) }), { maxBytes: 1024 * 1024 })
  await expect(client.instant('x', at)).rejects.toThrow("Prometheus' answer is larger than 1 MB.")
})

test.each([
  ['in the middle of its bytes', '1000'],
  ['with all bytes that it announced, but not all of its JSON', undefined],
])('an answer that ends %s is no answer', async (_where, length) => {
  const cut = '{"status":"success","data":{"resultType":"vector","result":[{"metric":{"a":'
  const { client } = await against(() => ({
    ...(length === undefined ? {} : { headers: { 'content-length': length, connection: 'close' } }),
    body: cut,
  }))
  await expect(client.instant('x', at)).rejects.toThrow(
    length === undefined ? 'Prometheus answered with no JSON.' : 'broke off',
  )
})

test('what a query cost is told, whether it went well or not; a refused one was not sent', async () => {
  const costs: QueryCost[] = []
  const answers = [vector(seconds, [[{ a: 'é' }, 1]]), failure(503, 'timeout', 'too slow')]
  const sizes = answers.map(({ body }) => Buffer.byteLength(JSON.stringify(body)))
  const { client } = await against(() => answers.shift() ?? failure(500, 'internal', ''), {
    onQuery: (cost) => costs.push(cost),
    matchers: [{ label: 'cluster', op: '=', value: 'prod' }],
  })
  await client.instant('up', at, 'succeeded')
  await expect(client.samples('up[1m]', at)).rejects.toThrow()
  await expect(client.samples('up[', at)).rejects.toMatchObject({ code: 'invalid' })
  expect(costs.map(({ part, bytes, ok }) => [part, bytes, ok])).toEqual([
    ['succeeded', sizes[0], true],
    [undefined, sizes[1], false],
  ])
  expect(costs.every(({ ms }) => ms > 0)).toBe(true)
  expect(client.sent()).toBe(2)
})

test('a silent server is given up on', async () => {
  const { client } = await against(() => new Promise<never>(() => undefined), { timeoutMs: 50 })
  await expect(client.instant('x', at)).rejects.toThrow('Prometheus did not answer within 0.05 s.')
})

test('no server is said with its cause', async () => {
  const client = createPrometheusClient({ url: 'http://127.0.0.1:1' })
  onTestFinished(() => client.close())
  await expect(client.instant('x', at)).rejects.toMatchObject({
    code: 'metrics-unavailable',
    message: 'Prometheus cannot be reached (ECONNREFUSED).',
  })
})
