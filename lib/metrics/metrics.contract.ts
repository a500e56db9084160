import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { verifySplit } from '@/lib/domain/judgement/split-verification'
import { createMetrics } from './metrics-source'
import { measureContract, patience, shop } from './measure.contract'

/** Where the shop's traffic can be asked for; `since` is when it began at the latest. */
export interface ShopPrometheus {
  url: string
  since: Date
}

const longest = { timeout: 90_000 }

/** What every Prometheus with the shop's traffic must answer: the sandbox's own and the real one. */
export function metricsContract(name: string, connect: () => Promise<ShopPrometheus>): void {
  const open = async () => {
    const { url, since } = await connect()
    const metrics = createMetrics({ url })
    onTestFinished(() => metrics.close())
    return { metrics, since }
  }

  describe(`metrics of the shop: ${name}`, longest, () => {
    test('traffic: http, gRPC, tcp and the ingress gateway, whole', async () => {
      const { metrics } = await open()
      const snapshot = await vi.waitFor(async () => {
        const found = await metrics.traffic(60)
        expect(new Set(found.rows.map(({ protocol }) => protocol))).toEqual(new Set(['http', 'grpc', 'tcp']))
        expect(metrics.health().scrapeSeconds).toBeGreaterThan(0)
        return found
      }, patience)
      expect(snapshot).toMatchObject({ partial: false, stale: false })
      expect(snapshot.queries).toBeLessThanOrEqual(12)
      const callers = snapshot.rows.map(({ source }) => source.workload)
      expect(callers).toContain('istio-ingressgateway')
      expect(snapshot.rows.every(({ rate, bytesRate }) => rate > 0 || (bytesRate ?? 0) > 0)).toBe(true)
      expect(metrics.health()).toMatchObject({ configured: true, ok: true })
    })

    test('counts: a split of 90 to 10 is verified', async () => {
      const { metrics, since } = await open()
      const desired = [
        { version: 'v1', percent: 90 },
        { version: 'v2', percent: 10 },
      ]
      const counts = await vi.waitFor(async () => {
        const found = await metrics.counts(shop('frontend'), since)
        expect(verifySplit(desired, found).state).toBe('verified')
        return found
      }, patience)
      expect(counts.versions.every(({ requests, failures }) => failures <= requests)).toBe(true)
      expect(counts.versions.every(({ requests }) => Number.isInteger(requests))).toBe(true)
    })

    test('counts: one host per version', async () => {
      const { metrics, since } = await open()
      await vi.waitFor(async () => {
        const { versions } = await metrics.counts(shop('search'), since, undefined, [
          'search-v1',
          'search-v2',
        ])
        expect(versions.map(({ version }) => version)).toEqual(['v1', 'v2'])
      }, patience)
    })

    test('counts: a name that nothing has is no error', async () => {
      const { metrics, since } = await open()
      expect((await metrics.counts(shop('no"}such{'), since)).versions).toEqual([])
    })

    test('latency and series of each version', async () => {
      const { metrics } = await open()
      await vi.waitFor(async () => {
        const { v1 } = await metrics.latency(shop('frontend'), 60)
        expect(v1?.p50.high).toBeGreaterThan(0)
        expect(v1?.p95.low).toBeGreaterThanOrEqual(v1?.p50.low ?? Number.POSITIVE_INFINITY)
        const series = await metrics.series(shop('frontend'), 60, 5)
        const last = series.find(({ version }) => version === 'v1')
        expect(last?.rate.some(({ value }) => (value ?? 0) > 0)).toBe(true)
        expect(last?.successShare.some(({ value }) => (value ?? 0) > 90)).toBe(true)
        expect(last?.p95.some(({ low }) => low !== null)).toBe(true)
      }, patience)
    })

    test('saturation of each version, of the limits that are stated', async () => {
      const { metrics } = await open()
      const versions = ['v1', 'v2'].map((version) => ({
        version,
        workloads: [{ kind: 'Deployment', name: `frontend-${version}` }],
        pods: [],
      }))
      await vi.waitFor(async () => {
        const found = await metrics.saturation({ namespace: 'shop', versions }, 60, 5)
        expect(found.problem).toBeUndefined()
        expect(found.versions.map(({ cpuOf, memoryOf }) => [cpuOf, memoryOf])).toEqual([
          ['limit', 'limit'],
          ['limit', 'limit'],
        ])
        const cpu = found.versions[0]?.cpu.findLast(({ value }) => value !== null)?.value ?? 0
        expect(cpu).toBeGreaterThan(0)
        expect(cpu).toBeLessThanOrEqual(110)
      }, patience)
      const nowhere = await metrics.saturation({ namespace: 'no"}such{', versions }, 60, 5)
      expect(nowhere).toMatchObject({
        problem: expect.stringContaining('of these pods') as string,
        versions: [],
      })
    })

    measureContract(open)
  })
}
