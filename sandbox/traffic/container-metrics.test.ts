import { describe, expect, it } from 'vitest'
import { createContainerMetrics } from './container-metrics'
import { exposeText } from './expose-text'
import { addressOnly, type Workload } from './workloads'

const workload: Workload = { ...addressOnly, key: 'shop/cart-v1/v1', latencyMs: 100 }
const pod = (name: string) => ({
  pod: {
    metadata: { name, namespace: 'shop' },
    spec: {
      containers: [
        { name: 'cart', resources: { limits: { cpu: '200m', memory: '64Mi' }, requests: { cpu: '50m' } } },
        { name: 'istio-proxy' },
      ],
    },
  },
  workload,
})
const values = (metrics: ReturnType<typeof createContainerMetrics>, name: string, container = 'cart') =>
  metrics
    .samples()
    .filter((sample) => sample.name === name && sample.labels.container === container)
    .map(({ value }) => value)

describe('container metrics', () => {
  it('share the work of a workload among its pods, and stop at the limit', () => {
    const metrics = createContainerMetrics()
    metrics.take([pod('cart-a'), pod('cart-b')])
    for (let request = 0; request < 10; request += 1) metrics.served(workload)
    metrics.tick(1000)
    const cpu = 'container_cpu_usage_seconds_total'
    expect(values(metrics, cpu)).toEqual([expect.closeTo(0.153), expect.closeTo(0.153)])
    expect(values(metrics, cpu, 'istio-proxy')[0]).toBeCloseTo(0.002 + 0.00175)
    for (let request = 0; request < 1000; request += 1) metrics.served(workload)
    metrics.tick(1000)
    expect(values(metrics, cpu)[0]).toBeCloseTo(0.353)
    expect(values(metrics, 'kube_pod_container_resource_limits')).toEqual([0.2, 2 ** 26, 0.2, 2 ** 26])
  })

  it('use more memory the more requests are under way, within the limit', () => {
    const metrics = createContainerMetrics()
    metrics.take([pod('cart-a')])
    metrics.tick(1000)
    const [idle = 0] = values(metrics, 'container_memory_working_set_bytes')
    for (let second = 0; second < 60; second += 1) {
      for (let request = 0; request < 200; request += 1) metrics.served(workload)
      metrics.tick(1000)
    }
    const [used = 0] = values(metrics, 'container_memory_working_set_bytes')
    expect(idle).toBeLessThan(used)
    expect(used).toBeLessThan(2 ** 26)
  })

  it('goes on counting for pods that stay, and tells of no others', () => {
    const metrics = createContainerMetrics()
    metrics.take([pod('cart-a')])
    metrics.tick(1000)
    const before = values(metrics, 'container_cpu_usage_seconds_total')
    metrics.take([pod('cart-a'), { ...pod('bare'), pod: { metadata: { name: 'bare', namespace: 'shop' } } }])
    expect(values(metrics, 'container_cpu_usage_seconds_total')).toEqual(before)
    metrics.take([])
    expect(metrics.samples()).toEqual([])
  })

  it('are counters and gauges in the text format', () => {
    const metrics = createContainerMetrics()
    metrics.take([pod('cart-a')])
    const text = exposeText(metrics.samples())
    expect(text).toContain('# TYPE container_cpu_usage_seconds_total counter')
    expect(text).toContain('# TYPE container_memory_working_set_bytes gauge')
  })
})
