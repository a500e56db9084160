import { describe, expect, onTestFinished, test } from 'vitest'
import { createMetrics } from './metrics-source'
import { at, metricsOver, points, vectorNow } from './stub-metrics.fixture'
import { failure, matrix, type Labels, type StubAnswer } from './test-prometheus'

const app = (more: Labels = {}): Labels => ({ job: 'app', instance: 'a', ...more })

describe('grown', () => {
  test('sums the growth of all series after `from`: resets, and new series of scraped targets', async () => {
    const { metrics, asked } = await metricsOver(() =>
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
    const { metrics, asked } = await metricsOver((query) =>
      matrix([query.startsWith('up{') ? [app(), points(-2, [1, 1, 1])] : [app(), points(2, [4, 5])]]),
    )
    expect((await metrics.grown('app_total', at(-2), at(4))).value).toBe(5)
    expect(asked[1]).toBe('up{instance=~"a"}[96s]')
  })

  test('is incomplete with warnings, old samples and silent targets', async () => {
    const warned = await metricsOver(() => matrix([], ['half of it']))
    expect(await warned.metrics.grown('a', at(-2), at(4))).toEqual({ value: 0, complete: false })
    const late = await metricsOver(() => matrix([[app(), points(-10, [1, 2, 3])]]))
    expect((await late.metrics.grown('a', at(-8), at(4))).complete).toBe(false)
    const gap = await metricsOver(() =>
      matrix([[app(), [...points(-20, [1]), ...points(-8, [2, 3, 4, 5, 6, 7])]]]),
    )
    expect((await gap.metrics.grown('a', at(-20), at(4))).complete).toBe(false)
  })

  test('takes nothing but a selector, and asks nothing for no time', async () => {
    const { metrics, asked } = await metricsOver(() => matrix([]))
    await expect(metrics.grown('sum(a)', at(-2), at(4))).rejects.toMatchObject({ code: 'invalid' })
    expect(await metrics.grown('a', at(4), at(4))).toEqual({ value: 0, complete: true })
    expect(asked).toEqual([])
  })

  test("Prometheus' own refusal of the text is `invalid`, all else is not, and only that is unhealthy", async () => {
    const answers = { next: failure(400, 'bad_data', 'unknown label') }
    const { metrics } = await metricsOver(() => answers.next)
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
    body: { status: 'success', data: { resultType: 'scalar', result: [1_700_000_000, value] } },
  })

  test.each([
    ['a scalar', scalar('0.25'), 0.25],
    ['a vector of one', vectorNow([[{ a: 'b' }, -3]]), -3],
    ['no series', vectorNow([]), null],
    ['NaN', scalar('NaN'), null],
    ['+Inf', vectorNow([[{}, '+Inf']]), null],
  ])('%s', async (_name, answer, value) => {
    const { metrics, asked } = await metricsOver(() => answer)
    expect(await metrics.value('some(query)', at(0))).toEqual({ value, complete: true })
    expect(asked).toEqual(['some(query)'])
  })

  test.each([
    [
      'several series',
      vectorNow([
        [{ a: 'b' }, 1],
        [{ a: 'c' }, 2],
      ]),
    ],
    ['a range', matrix([[{}, points(0, [1])]])],
    ['a text', { body: { status: 'success', data: { resultType: 'string', result: [1_700_000_000, 'a'] } } }],
    ['bad PromQL', failure(400, 'bad_data', 'parse error')],
  ])('%s is invalid', async (_name, answer) => {
    const { metrics } = await metricsOver(() => answer)
    await expect(metrics.value('q', at(0))).rejects.toMatchObject({ code: 'invalid' })
  })

  test('warnings make it incomplete', async () => {
    const { metrics } = await metricsOver(() => vectorNow([[{}, 1]], ['one store did not answer']))
    expect(await metrics.value('q', at(0))).toEqual({ value: 1, complete: false })
  })

  test('a Prometheus that is not there is unavailable', async () => {
    const metrics = createMetrics({ url: 'http://127.0.0.1:1' })
    onTestFinished(() => metrics.close())
    await expect(metrics.value('1', at(0))).rejects.toMatchObject({ code: 'metrics-unavailable' })
  })
})
