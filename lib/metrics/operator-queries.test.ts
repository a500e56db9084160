import { describe, expect, onTestFinished, test } from 'vitest'
import { createMetrics } from './metrics-source'
import { failure, matrix, stubPrometheus, vector, type Labels, type StubAnswer } from './test-prometheus'

const start = 1_700_000_000
const at = (seconds: number) => new Date((start + seconds) * 1000)

/** Scrapes every 2 s; `answer` gets the queries of the test. */
async function against(answer: (query: string) => StubAnswer) {
  const asked: string[] = []
  const { url } = await stubPrometheus(({ params }) => {
    const query = params.get('query') ?? ''
    if (query.startsWith('topk(1,')) return vector(start, [[{ __name__: 'istio_requests_total', a: 'b' }, 9]])
    if (query === 'istio_requests_total{a="b"}[300s]')
      return matrix([[{}, [0, 2, 4].map((second): [number, number] => [start + second, 1])]])
    asked.push(query)
    return answer(query)
  })
  const metrics = createMetrics({ url, now: () => at(0) })
  onTestFinished(() => metrics.close())
  return { metrics, asked }
}

const points = (first: number, values: number[]): [number, number][] =>
  values.map((value, index) => [start + first + index * 2, value])
const app = (more: Labels = {}): Labels => ({ job: 'app', instance: 'a', ...more })

describe('grown', () => {
  test('sums the growth of all series after `from`: resets, and new series of scraped targets', async () => {
    const { metrics, asked } = await against(() =>
      matrix([
        [app({ code: '200' }), points(-4, [10, 12, 15, 18, 2])],
        [app({ code: '500' }), points(2, [4, 4])],
      ]),
    )
    expect(await metrics.grown(' app_total{version="v2"} ', at(-2), at(4))).toEqual({
      value: 3 + 3 + 2 + 4,
      complete: true,
    })
    expect(asked).toEqual(['app_total{version="v2"}[96s]'])
  })

  test('a single series that begins asks whether its target was scraped before', async () => {
    const { metrics, asked } = await against((query) =>
      matrix([query.startsWith('up{') ? [app(), points(-2, [1, 1, 1])] : [app(), points(2, [4, 5])]]),
    )
    expect((await metrics.grown('app_total', at(-2), at(4))).value).toBe(5)
    expect(asked[1]).toBe('up{instance=~"a"}[96s]')
  })

  test('is incomplete with warnings, old samples and silent targets', async () => {
    const warned = await against(() => matrix([], ['half of it']))
    expect(await warned.metrics.grown('a', at(-2), at(4))).toEqual({ value: 0, complete: false })
    const late = await against(() => matrix([[app(), points(-10, [1, 2, 3])]]))
    expect((await late.metrics.grown('a', at(-8), at(4))).complete).toBe(false)
    const gap = await against(() =>
      matrix([[app(), [...points(-20, [1]), ...points(-8, [2, 3, 4, 5, 6, 7])]]]),
    )
    expect((await gap.metrics.grown('a', at(-20), at(4))).complete).toBe(false)
  })

  test('takes nothing but a selector, and asks nothing for no time', async () => {
    const { metrics, asked } = await against(() => matrix([]))
    await expect(metrics.grown('sum(a)', at(-2), at(4))).rejects.toMatchObject({ code: 'invalid' })
    expect(await metrics.grown('a', at(4), at(4))).toEqual({ value: 0, complete: true })
    expect(asked).toEqual([])
  })

  test("Prometheus' own refusal of the text is `invalid`, all else is not, and only that is unhealthy", async () => {
    const answers = { next: failure(400, 'bad_data', 'unknown label') }
    const { metrics } = await against(() => answers.next)
    await expect(metrics.grown('a{b="c"}', at(-2), at(4))).rejects.toMatchObject({
      code: 'invalid',
      message: 'Prometheus: unknown label',
    })
    expect(metrics.health().ok).toBe(true)
    answers.next = failure(503, 'unavailable', 'TSDB not ready')
    await expect(metrics.grown('a', at(-2), at(4))).rejects.toMatchObject({ code: 'metrics-unavailable' })
    expect(metrics.health().ok).toBe(false)
  })
})

describe('value', () => {
  const scalar = (value: string): StubAnswer => ({
    body: { status: 'success', data: { resultType: 'scalar', result: [start, value] } },
  })

  test.each([
    ['a scalar', scalar('0.25'), 0.25],
    ['a vector of one', vector(start, [[{ a: 'b' }, -3]]), -3],
    ['no series', vector(start, []), null],
    ['NaN', scalar('NaN'), null],
    ['+Inf', vector(start, [[{}, '+Inf']]), null],
  ])('%s', async (_name, answer, value) => {
    const { metrics, asked } = await against(() => answer)
    expect(await metrics.value('some(query)', at(0))).toEqual({ value, complete: true })
    expect(asked).toEqual(['some(query)'])
  })

  test.each([
    [
      'several series',
      vector(start, [
        [{ a: 'b' }, 1],
        [{ a: 'c' }, 2],
      ]),
    ],
    ['a range', matrix([[{}, points(0, [1])]])],
    ['a text', { body: { status: 'success', data: { resultType: 'string', result: [start, 'a'] } } }],
    ['bad PromQL', failure(400, 'bad_data', 'parse error')],
  ])('%s is invalid', async (_name, answer) => {
    const { metrics } = await against(() => answer)
    await expect(metrics.value('q', at(0))).rejects.toMatchObject({ code: 'invalid' })
  })

  test('warnings make it incomplete', async () => {
    const { metrics } = await against(() => vector(start, [[{}, 1]], ['one store did not answer']))
    expect(await metrics.value('q', at(0))).toEqual({ value: 1, complete: false })
  })

  test('a Prometheus that is not there is unavailable', async () => {
    const metrics = createMetrics({ url: 'http://127.0.0.1:1' })
    onTestFinished(() => metrics.close())
    await expect(metrics.value('1', at(0))).rejects.toMatchObject({ code: 'metrics-unavailable' })
  })
})
