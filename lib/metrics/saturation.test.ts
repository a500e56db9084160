import { expect, onTestFinished, test } from 'vitest'
import type { VersionPods } from '@/lib/domain/topology/saturation'
import { createPrometheusClient } from './prometheus/client'
import type { Labels } from './prometheus/answer'
import { fetchSaturation, noContainerMetrics } from './saturation'
import { matrix, stubPrometheus, vector } from './test-prometheus'

const at = 1_700_000_000
const span = { start: new Date(at * 1000), end: new Date((at + 10) * 1000), step: 10, rateSeconds: 60 }
type Use = [Labels, number[]]
interface Stub {
  cpu?: Use[]
  memory?: Use[]
  limits?: Use[]
  requests?: Use[]
  elsewhere?: number
}

async function saturation(versions: VersionPods[], { elsewhere = 0, ...stub }: Stub) {
  const { url, seen } = await stubPrometheus(({ params }) => {
    const query = params.get('query') ?? ''
    if (query.startsWith('count(')) return vector(at, elsewhere === 0 ? [] : [[{}, elsewhere]])
    const name = query.includes('cpu_usage')
      ? 'cpu'
      : query.includes('memory_working')
        ? 'memory'
        : query.includes('_limits')
          ? 'limits'
          : 'requests'
    return matrix(
      (stub[name] ?? []).map(([labels, values]) => [
        labels,
        values.map((value, index) => [at + 10 * index, value]),
      ]),
    )
  })
  const client = createPrometheusClient({ url })
  onTestFinished(() => client.close())
  return { found: await fetchSaturation(client, { namespace: 'shop', versions }, span), seen }
}

const version = (name: string, pods: VersionPods['pods'] = [], workload = `cart-${name}`): VersionPods => ({
  version: name,
  workloads: [{ kind: 'Deployment', name: workload }],
  pods,
})
const app = (pod: string): Labels => ({ pod, container: 'cart' })
const proxy = (pod: string): Labels => ({ pod, container: 'istio-proxy' })
const bound = (pod: string, resource: string): Labels => ({ ...app(pod), resource })
const [first, second] = ['cart-v1-5d4f8c7b9-abcde', 'cart-v1-5d4f8c7b9-fghij']

test('percent of the limits of those containers that have one, pods and versions apart', async () => {
  const { found } = await saturation([version('v1'), version('v2')], {
    cpu: [
      [app(first), [0.1, 0.2]],
      [app(second), [0.3, 0.2]],
      [proxy(first), [5, 5]],
      [app('cart-v2-6c5d4f8c7b-abcde'), [0.1, 0.1]],
    ],
    limits: [
      [bound(first, 'cpu'), [0.5, 0.5]],
      [bound(second, 'cpu'), [0.5, 1.5]],
      [bound(first, 'memory'), [100, 100]],
    ],
    memory: [[app(first), [80, 90]]],
  })
  const [v1, v2] = found.versions
  expect(v1).toMatchObject({ version: 'v1', cpuOf: 'limit', memoryOf: 'limit' })
  expect(v1?.cpu.map(({ value }) => value)).toEqual([40, 20])
  expect(v1?.memory.map(({ value }) => value)).toEqual([80, 90])
  expect(v2).toMatchObject({ cpuOf: null, memoryOf: null })
  expect(v2?.cpu.map(({ value }) => value)).toEqual([null, null])
})

test('else of the request; and of the specs where no limits are stated', async () => {
  const { found } = await saturation([version('v1')], {
    cpu: [[app(first), [0.1]]],
    requests: [[bound(first, 'cpu'), [0.05]]],
  })
  expect(found.versions[0]).toMatchObject({ cpuOf: 'request', cpu: [{ value: 200 }] })

  const pods = [{ name: second, containers: [{ name: 'cart', cpuLimit: 0.2, memoryLimit: 1000 }] }]
  // The first pod is gone; those of its template were alike.
  const written = await saturation([version('v1', pods)], {
    cpu: [
      [app(first), [0.1]],
      [app(second), [0.3]],
    ],
    memory: [[app(second), [250]]],
  })
  expect(written.found.versions[0]).toMatchObject({
    cpuOf: 'limit',
    cpu: [{ value: 100 }],
    memory: [{ value: 25 }],
  })
})

test('pods of a workload that two versions had in turn count only while it is known whose they are', async () => {
  const one = version('v1', [{ name: 'cart-5d4f8c7b9-abcde', containers: [] }], 'cart')
  const two = version('v2', [{ name: 'cart-66666c7b9-abcde', containers: [] }], 'cart')
  const pods = ['cart-5d4f8c7b9-abcde', 'cart-66666c7b9-abcde', 'cart-77777c7b9-gone2']
  const { found } = await saturation([one, two], {
    cpu: pods.map((pod): Use => [app(pod), [1]]),
    limits: pods.map((pod): Use => [bound(pod, 'cpu'), [4]]),
  })
  expect(found.versions.map(({ cpu }) => cpu[0]?.value)).toEqual([25, 25])
})

test('says why nothing was measured', async () => {
  expect((await saturation([version('v1')], {})).found).toEqual({ problem: noContainerMetrics, versions: [] })
  expect((await saturation([version('v1')], { elsewhere: 7 })).found.problem).toContain('of these pods')
  const { found, seen } = await saturation([], {})
  expect(found.problem).toBe('not measured: nothing runs here')
  expect(seen).toEqual([])
})

test('names are taken literally', async () => {
  const { seen } = await saturation([version('v1', [{ name: 'a.b"}', containers: [] }], 'x|.*')], {})
  const query = seen[0]?.params.get('query') ?? ''
  expect(query).toContain('x\\\\|\\\\.\\\\*-[a-z0-9]{6,10}-[a-z0-9]{5}|a\\\\.b\\"\\\\}')
})
