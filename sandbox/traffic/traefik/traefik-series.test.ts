import { describe, expect, test } from 'vitest'
import { crowd } from '../population'
import { counter, run } from '../traffic.fixture'
import {
  host,
  ingress,
  leaf,
  pod,
  proxyOver,
  refs,
  routers,
  services,
  shares,
  split,
  through,
  toSplit,
  traefikService,
  web,
} from './traefik.fixture'

describe('sticky cookies', () => {
  const sticky = traefikService('split', {
    weighted: { services: refs(50, 50), sticky: { cookie: { name: 'v' } } },
  })

  test('a visitor comes back to the same version', () => {
    const [request] = crowd()
    const count = through([ingress(toSplit), sticky], request ? { request } : {})
    expect(shares(count, 'web-v1', 'web-v2').toSorted((a, b) => a - b)).toEqual([0, 2000])
  })

  test('shares vary more than chance alone allows', () => {
    const load = pod({ rps: '300', calls: host })
    const count = run([load, ...web, ingress(toSplit), sticky], 120)
    const [v1 = 0, v2 = 0] = shares(count, 'web-v1', 'web-v2')
    expect(v1 + v2).toBeGreaterThan(20_000)
    const chance = Math.sqrt(0.25 / (v1 + v2))
    expect(Math.abs(v2 / (v1 + v2) - 0.5)).toBeGreaterThan(3 * chance)
  })

  test('the cookie of a version that has no weight is ignored', () => {
    const { metrics, visitors, proxy } = proxyOver([ingress(toSplit), sticky])
    for (let user = 0; user < 80; user += 1)
      visitors.remember('bazaar-split@kubernetescrd', user, leaf('web-v3'))
    for (const person of crowd()) proxy.take(person, host)
    const [v1 = 0, v2 = 0] = shares(counter(metrics.samples()), 'web-v1', 'web-v2')
    expect(v1 + v2).toBe(2000)
  })
})

describe('series', () => {
  test('a rule with one Service gives its leaf the name of the router', () => {
    const count = through([ingress([{ name: 'web-v1', port: 80 }], 'Host(`shop.example`)')])
    const router = 'bazaar-web-3a23f5db8f3d4937586d@kubernetescrd'
    expect(count({ service: router }, services)).toBe(2000)
    expect(count({ router, service: router }, routers)).toBe(2000)
  })

  test('method, protocol, code and the pod, with a target of its own; buckets of the recipe', () => {
    const { metrics, proxy } = proxyOver([ingress(toSplit), split(1)], 502)
    const [, person] = crowd()
    if (person) proxy.take(person, host)
    const labels = {
      code: '502',
      method: 'GET',
      protocol: 'http',
      service: leaf('web-v1'),
      namespace: 'traefik',
      pod: 'traefik-v3-5d4f8c7b9-bbbb0',
    }
    const target = { job: 'traefik', instance: 'traefik-v3-5d4f8c7b9-bbbb0:9100' }
    const duration = 'traefik_service_request_duration_seconds'
    const of = (name: string) => metrics.samples().filter((sample) => sample.name === name)
    expect(of(services)).toEqual([{ name: services, labels, target, value: 1 }])
    expect(of(`${duration}_sum`)).toEqual([{ name: `${duration}_sum`, labels, target, value: 0.03 }])
    expect(of(`${duration}_count`)).toEqual([{ name: `${duration}_count`, labels, target, value: 1 }])
    const below = ['0.005', '0.01', '0.025'].map((le) => [le, 0])
    const above = ['0.05', '0.1', '0.25', '0.5', '1', '2.5', '5', '+Inf'].map((le) => [le, 1])
    expect(of(`${duration}_bucket`).map((sample) => [sample.labels.le, sample.value])).toEqual([
      ...below,
      ...above,
    ])
  })

  test('of a leaf that left the configuration end; those of the router and entry point go on', () => {
    const { traefik, metrics, proxy } = proxyOver([ingress(toSplit), split(1)])
    for (const person of crowd()) proxy.take(person, host)
    metrics.retain(new Set(traefik.instances.map(({ instance }) => instance)), new Set(), traefik.routers)
    const count = counter(metrics.samples())
    expect(count({}, services)).toBe(0)
    expect(count({}, routers)).toBe(2000)
    expect(count({}, 'traefik_entrypoint_requests_total')).toBe(2000)
    metrics.retain(new Set(), new Set(), traefik.routers)
    expect(metrics.samples()).toEqual([])
  })
})
