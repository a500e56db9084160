import { describe, expect, test, vi } from 'vitest'
import type { Measured, MeasureRequest, MetricsSource } from '@/lib/domain/ports'

export const patience = { timeout: 60_000, interval: 500 }
export const shop = (name: string) => ({ cluster: 'any', namespace: 'shop', name })

const reached = 'destination_service_namespace="shop",destination_workload!="unknown"'
const frontend = `destination_service_name="frontend",${reached}`

const requestsOf = ({ versions }: Measured) =>
  Object.values(versions).reduce((sum, { requests }) => sum + requests, 0)

/** What the judge is told by every Prometheus with the shop's traffic; part of `metricsContract`. */
export function measureContract(open: () => Promise<{ metrics: MetricsSource; since: Date }>): void {
  /** The frontend's requests since a moment, once there are some of both versions. */
  const measured = async (metrics: MetricsSource, from: Date, more: Partial<MeasureRequest> = {}) =>
    await vi.waitFor(async () => {
      const request = { service: shop('frontend'), others: [], from, to: new Date(), slowerThan: [] }
      const found = await metrics.measure({ side: 'asked', ...request, ...more })
      expect(found.versions.v1?.requests).toBeGreaterThan(0)
      expect(found.versions.v2?.requests).toBeGreaterThan(0)
      return found
    }, patience)

  describe('measure', () => {
    test('intervals that follow one another add up to the whole', async () => {
      const { metrics, since } = await open()
      const first = await measured(metrics, since)
      const second = await measured(metrics, new Date(first.to))
      expect(Date.parse(second.to)).toBeGreaterThan(Date.parse(first.to))
      const to = new Date(second.to)
      const whole = await measured(metrics, since, { to })
      expect(whole.to).toBe(second.to)
      expect(requestsOf(first) + requestsOf(second)).toBe(requestsOf(whole))
      expect(second.complete).toBe(true)
      const total = await metrics.grown(
        `istio_requests_total{${frontend},reporter=~"source|waypoint"}`,
        since,
        to,
      )
      expect(total.value).toBe(requestsOf(whole))
    })

    test('failures and slow requests are integers, slow ones fewer the higher the bound', async () => {
      const { metrics, since } = await open()
      const { versions, scrapeSeconds } = await measured(metrics, since, { slowerThan: [1, 50, 10_000] })
      expect(scrapeSeconds).toBeGreaterThan(0)
      for (const { requests, failures, slow } of Object.values(versions)) {
        const [tiny = -1, middle = -1, large = -1] = [slow['1'], slow['50'], slow['10000']]
        const ordered = [0, large, middle, tiny, requests]
        expect(ordered).toEqual([...ordered].sort((a, b) => a - b))
        expect([requests, failures, ...ordered].every(Number.isInteger)).toBe(true)
        expect(failures).toBeLessThanOrEqual(requests)
      }
    })

    test('the pods count what arrives', async () => {
      const { metrics, since } = await open()
      const arrived = await measured(metrics, since, { side: 'arrived' })
      const counters = `istio_requests_total{${frontend},reporter="destination"}`
      const total = await metrics.grown(counters, since, new Date(arrived.to))
      expect(total.value).toBe(requestsOf(arrived))
    })

    test('a name that nothing has is no error', async () => {
      const { metrics, since } = await open()
      const request: MeasureRequest = {
        service: shop('no"}such{'),
        others: [],
        from: since,
        to: new Date(),
        side: 'asked',
        slowerThan: [10],
      }
      expect(await metrics.measure(request)).toMatchObject({ to: since.toISOString(), versions: {} })
    })
  })

  describe("an operator's PromQL", () => {
    test.each([
      ['1 + 1', 2],
      ['vector(0.5)', 0.5],
      ['count(istio_requests_total{destination_service_name="no such"})', null],
      ['1 / 0', null],
      ['0 / 0', null],
    ])('the value of %s', async (query, value) => {
      const { metrics } = await open()
      expect(await metrics.value(query, new Date())).toEqual({ value, complete: true })
    })

    test('one number for one expression', async () => {
      const { metrics } = await open()
      await vi.waitFor(async () => {
        const { value } = await metrics.value(`sum(istio_requests_total{${frontend}})`, new Date())
        expect(value).toBeGreaterThan(0)
      }, patience)
      const several = metrics.value(`istio_requests_total{${frontend}}`, new Date())
      await expect(several).rejects.toMatchObject({ code: 'invalid' })
    })

    test.each(['sum(', 'up[5m]', 'no_such_function(1)', 'up{a=b}'])('%s is invalid', async (query) => {
      const { metrics } = await open()
      await expect(metrics.value(query, new Date())).rejects.toMatchObject({ code: 'invalid' })
      expect(metrics.health().ok).toBe(true)
    })

    test('a selector that Prometheus cannot take is invalid', async () => {
      const { metrics, since } = await open()
      const grown = metrics.grown('up{instance=~"("}', since, new Date())
      await expect(grown).rejects.toMatchObject({ code: 'invalid' })
    })
  })
}
