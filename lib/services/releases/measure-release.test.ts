import { describe, expect, test } from 'vitest'
import { DomainError } from '@/lib/domain/errors'
import type { Check } from '@/lib/domain/judgement/check'
import type { Measured, MeasureRequest, MetricsSource } from '@/lib/domain/ports'
import type { Plan, ReleaseRecord } from '@/lib/domain/release/release'
import { MemoryCluster } from '@/lib/traffic/memory-cluster.fixture'
import { routers } from '@/lib/traffic/routers'
import { versionsOfService } from '@/lib/traffic/versions-of-service'
import type { ServiceContext } from '../context'
import { measureRelease } from './measure-release'

const service = { cluster: 'test', namespace: 'shop', name: 'cart' }
const from = new Date('2026-11-20T10:00:00.000Z')
const to = new Date('2026-11-20T10:00:30.000Z')
const lastSample = '2026-11-20T10:00:27.000Z'

const checks: Check[] = [
  { kind: 'latency', name: 'fast', thresholdMs: 250, maxRatio: 2 },
  { kind: 'latency', name: 'very fast', thresholdMs: 100, maxRatio: 2 },
  { kind: 'latency', name: 'fast too', thresholdMs: 250, maxRatio: 3 },
  {
    kind: 'counters',
    name: 'orders',
    total: 'all{v=$version,s=$stable}',
    bad: 'bad{v=$version}',
    maxRatio: 2,
  },
  { kind: 'promql', name: 'queue', query: 'depth{app=$service,ns=$namespace,v=$version}', pass: '< 5' },
  { kind: 'pods', name: 'pods', maxRestarts: 0 },
]

const release = (plan: Partial<Plan> = {}): ReleaseRecord => ({
  id: 'r',
  version: 1,
  state: 'running',
  service,
  from: 'v1',
  to: 'v2',
  plan: { steps: [], rules: [], checks, settleSeconds: 30, onInconclusive: 'hold', ...plan },
  planHash: '',
  attempt: 1,
  stepIndex: 0,
  stepServedSeconds: 0,
  before: [],
  expected: [],
  approvals: [],
  operations: [],
  log: [],
  createdAt: '2026-11-20T09:00:00Z',
  startedAt: '2026-11-20T10:00:00Z',
})

const counts = (requests: number) => ({ requests, failures: 1, slow: { '100': 2, '250': 1 } })

/** A view of the service whose canary is there, and metrics that answer; each may be replaced. */
function stage(metrics: Partial<MetricsSource> = {}, synced = true) {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'cart-v2-a', namespace: 'shop', labels: { app: 'cart', version: 'v2' } },
    status: { conditions: [{ type: 'Ready', status: 'True' }] },
  }
  const spec = { selector: { app: 'cart' } }
  const { view } = new MemoryCluster([
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'cart', namespace: 'shop' }, spec },
    pod,
  ])
  const asked: unknown[] = []
  const answer: Measured = {
    to: lastSample,
    complete: true,
    scrapeSeconds: 15,
    versions: { v1: counts(90), v2: counts(10), v0: counts(50) },
  }
  const source: Partial<MetricsSource> = {
    measure: (request: MeasureRequest) => {
      asked.push(request)
      return Promise.resolve(answer)
    },
    grown: (...query) => {
      asked.push(query)
      return Promise.resolve({ value: query[0].startsWith('all') ? 7 : 2, complete: true })
    },
    value: (...query) => {
      asked.push(query)
      return Promise.resolve({ value: 3, complete: true })
    },
    ...metrics,
  }
  const ctx = {
    ports: {
      clusters: {
        view: () => view,
        health: () => ({ synced, unread: [] }),
      },
      routers,
      routeReports: [],
      versionsOf: versionsOfService,
      metrics: source,
    },
  } as unknown as ServiceContext
  return { ctx, asked }
}

const live = { from, to, source: 'live', control: true } as const

describe('one interval of a release', () => {
  test('holds both sides, counters, values and pods, up to the last sample', async () => {
    const { ctx, asked } = stage()
    expect(await measureRelease(ctx, release(), live)).toEqual({
      from: from.toISOString(),
      to: lastSample,
      source: 'live',
      complete: true,
      canary: counts(10),
      control: counts(90),
      counters: { orders: { canary: { total: 7, bad: 2 }, control: { total: 7, bad: 2 } } },
      values: { queue: { value: 3 } },
      pods: { ready: 1, desired: 1, restarts: 0, crashLooping: [], stuck: [] },
    })
    const end = new Date(lastSample)
    expect(asked).toEqual([
      { service, others: [], from, to, side: 'asked', slowerThan: [100, 250] },
      ['all{v="v2",s="v1"}', from, end],
      ['bad{v="v2"}', from, end],
      ['all{v="v1",s="v1"}', from, end],
      ['bad{v="v1"}', from, end],
      ['depth{app="cart",ns="shop",v="v2"}', to],
    ])
  })

  test('of copies alone is counted where they arrive', async () => {
    const { ctx, asked } = stage()
    await measureRelease(ctx, release(), { ...live, source: 'mirror' })
    expect(asked[0]).toMatchObject({ side: 'arrived' })
  })

  test('without a control compares nothing; a baseline stands for the stable version', async () => {
    const { ctx, asked } = stage()
    const alone = await measureRelease(ctx, release(), { ...live, control: false })
    expect(alone.control).toBeUndefined()
    expect(alone.counters).toEqual({ orders: { canary: { total: 7, bad: 2 } } })
    const compared = await measureRelease(ctx, release({ baseline: 'v0' }), live)
    expect(compared.control).toEqual(counts(50))
    expect(asked).toContainEqual(['all{v="v0",s="v1"}', from, new Date(lastSample)])
  })

  test('versions that got nothing have zeros, whatever they are called', async () => {
    const { ctx } = stage()
    const odd = await measureRelease(ctx, { ...release(), to: 'constructor' }, live)
    expect(odd.canary).toEqual({ requests: 0, failures: 0, slow: {} })
    expect(odd.pods).toMatchObject({ ready: 0, desired: 0 })
  })
})

describe('what cannot be had', () => {
  const away = () => Promise.reject(new DomainError('metrics-unavailable', 'Prometheus cannot be reached.'))

  test('is a problem of the interval, which then is empty, and asks for nothing else', async () => {
    const { ctx, asked } = stage({ measure: away })
    const problem = 'Prometheus cannot be reached.'
    expect(await measureRelease(ctx, release(), live)).toMatchObject({
      from: from.toISOString(),
      to: from.toISOString(),
      complete: false,
      problem,
      canary: { requests: 0 },
      control: { requests: 0 },
      counters: { orders: { problem } },
      values: { queue: { problem } },
      pods: { ready: 1 },
    })
    expect(asked).toEqual([])
  })

  test('is a problem of one check, and nothing of the others', async () => {
    const { ctx } = stage({
      grown: away,
      value: () => Promise.reject(new DomainError('invalid', 'parse error')),
    })
    expect(await measureRelease(ctx, release(), live)).toMatchObject({
      complete: true,
      canary: counts(10),
      counters: { orders: { problem: 'Prometheus cannot be reached.' } },
      values: { queue: { problem: 'parse error' } },
    })
  })

  test('a placeholder in quotes is a problem of its check', async () => {
    const { ctx } = stage()
    const query: Check[] = [{ kind: 'promql', name: 'queue', query: 'depth{v="$version"}' }]
    const { values } = await measureRelease(ctx, release({ checks: query }), live)
    expect(values.queue).toMatchObject({ problem: expect.stringContaining('without quotes') as string })
  })

  test('any half answer makes the interval incomplete', async () => {
    const half = stage({ grown: () => Promise.resolve({ value: 1, complete: false }) })
    expect((await measureRelease(half.ctx, release(), live)).complete).toBe(false)
    const warned = stage({ value: () => Promise.resolve({ value: 1, complete: false }) })
    expect((await measureRelease(warned.ctx, release(), live)).complete).toBe(false)
  })

  test('pods are absent while the cluster has not been read; bugs are thrown', async () => {
    expect((await measureRelease(stage({}, false).ctx, release(), live)).pods).toBeUndefined()
    const bug = stage({ measure: () => Promise.reject(new TypeError('a bug')) })
    await expect(measureRelease(bug.ctx, release(), live)).rejects.toThrow('a bug')
  })
})
