import { describe, expect, test } from 'vitest'
import { service, versions } from '../traffic.fixture'
import {
  gatewayApi,
  host,
  ingress,
  refs,
  routers,
  services,
  shares,
  split,
  through,
  toSplit,
  traefikService,
} from './traefik.fixture'

describe('weights, exactly', () => {
  test('of a TraefikService', () => {
    expect(shares(through([ingress(toSplit), split(90, 10)]), 'web-v1', 'web-v2')).toEqual([1800, 200])
  })

  test('written into the rule', () => {
    expect(shares(through([ingress(refs(90, 10))]), 'web-v1', 'web-v2')).toEqual([1800, 200])
  })

  test('three that do not add up to 100, one of them an ExternalName Service', () => {
    const legacy = {
      ...service('bazaar', 'legacy', undefined),
      spec: { type: 'ExternalName', externalName: 'legacy.example.com', ports: [{ port: 80 }] },
    }
    const mix = traefikService('split', {
      weighted: { services: [...refs(5, 5), { name: 'legacy', port: 80, weight: 1 }] },
    })
    const count = through([ingress(toSplit), mix, legacy], { requests: 1100 })
    expect(shares(count, 'web-v1', 'web-v2', 'legacy')).toEqual([500, 500, 100])
  })

  test('nested', () => {
    const outer = traefikService('outer', {
      weighted: {
        services: [
          { name: 'web-v1', port: 'http', weight: 1 },
          { ...toSplit[0], weight: 1 },
        ],
      },
    })
    const count = through([ingress([{ kind: 'TraefikService', name: 'outer' }]), outer, split(90, 10)])
    expect(count({ service: 'bazaar-web-v1-http@kubernetescrd' }, services)).toBe(1000)
    expect(shares(count, 'web-v1', 'web-v2')).toEqual([900, 100])
  })

  test('of an HTTPRoute', () => {
    const count = through(gatewayApi([{ backendRefs: refs(9, 1) }]))
    const label = (name: string): string => `bazaar-${name}-http-80@kubernetesgateway`
    expect(count({ service: label('web-v1') }, services)).toBe(1800)
    expect(count({ service: label('web-v2') }, services)).toBe(200)
  })

  test('a Service of another namespace is labelled with its own', () => {
    const far = traefikService('split', {
      weighted: { services: [{ name: 'web-v1', namespace: 'other', port: 80 }] },
    })
    const count = through([ingress(toSplit), far, ...versions('other', 'web')])
    expect(count({ service: 'other-web-v1-80@kubernetescrd' }, services)).toBe(2000)
  })
})

describe('which router takes a request', () => {
  const cookie = '&& HeaderRegexp(`Cookie`, `(^|;\\s*)beta=true(;|$)`)'
  const beta = (priority?: number): object => ({
    kind: 'Rule',
    match: `Host(\`${host}\`) ${cookie}`,
    services: [
      { name: 'web-v2', port: 80 },
      { name: 'web-v2', port: 80, weight: 0 },
    ],
    ...(priority === undefined ? {} : { priority }),
  })

  test('the longer rule, so that testers with a cookie reach the canary', () => {
    const count = through([ingress(toSplit, undefined, [beta()]), split(100, 0)])
    const [v1 = 0, v2 = 0] = shares(count, 'web-v1', 'web-v2')
    expect(v1 + v2).toBe(2000)
    expect(v2 / 2000).toBeCloseTo(0.05, 1)
    expect(v2).toBeGreaterThan(0)
  })

  test('a priority goes before the length', () => {
    const count = through([ingress(toSplit, undefined, [beta(1)]), split(100, 0)])
    expect(shares(count, 'web-v1', 'web-v2')).toEqual([2000, 0])
  })

  test('no router, a rule that cannot be read, a lost Service: 404, in nobody else’s counters', () => {
    const entry = 'traefik_entrypoint_requests_total'
    const lost = traefikService('split', { weighted: { services: [...refs(1), { name: 'gone', port: 80 }] } })
    const loop = traefikService('split', { weighted: { services: toSplit } })
    const mirror = { ...refs(1)[0], mirrors: [{ name: 'web-v2', port: 80, percent: 150 }] }
    for (const objects of [
      [],
      [ingress(toSplit, 'Nonsense(('), split(1)],
      [ingress(toSplit), lost],
      [ingress(toSplit), loop],
      [ingress(toSplit), traefikService('split', { mirroring: mirror })],
      [ingress([{ name: 'web-v1', port: 81 }])],
    ]) {
      const count = through(objects)
      expect(count({ code: '404', entrypoint: 'web' }, entry)).toBe(2000)
      expect([count({}, routers), count({}, services)]).toEqual([0, 0])
    }
  })
})

describe('mirrors', () => {
  const mirroring = (percent: number): object[] => [
    ingress([{ kind: 'TraefikService', name: 'mirror' }]),
    traefikService('mirror', {
      mirroring: { ...toSplit[0], mirrors: [{ name: 'web-v2', port: 80, percent }] },
    }),
    split(100),
  ]

  test('copies are exact and count under the mirror’s leaf', () => {
    expect(shares(through(mirroring(20)), 'web-v1', 'web-v2')).toEqual([2000, 400])
  })

  test('a leaf that is mirrored to and routed to has one series for both', () => {
    const both = traefikService('split', { weighted: { services: refs(90, 10) } })
    const count = through([...mirroring(20).slice(0, 2), both])
    expect(shares(count, 'web-v1', 'web-v2')).toEqual([1800, 600])
  })

  test('the client’s answer is the main service’s', () => {
    expect(through(mirroring(20))({ service: 'bazaar-mirror@kubernetescrd', code: '200' }, routers)).toBe(
      2000,
    )
  })

  test('of the Gateway API turn everything into 500, without a word from the services', () => {
    const requestMirror = { backendRef: { name: 'web-v2', port: 80 } }
    const count = through(
      gatewayApi([{ backendRefs: refs(1), filters: [{ type: 'RequestMirror', requestMirror }] }]),
    )
    expect(count({ code: '500' }, routers)).toBe(2000)
    expect(count({}, services)).toBe(0)
  })
})

describe('services without anybody', () => {
  const empty = service('bazaar', 'web-v3', { app: 'web', version: 'v3' })

  test('an empty leaf answers 503 for its share, which no service counts', () => {
    const count = through([ingress(toSplit), split(80, 10, 10), empty])
    expect(shares(count, 'web-v1', 'web-v2', 'web-v3')).toEqual([1600, 200, 0])
    expect(count({ code: '503', service: 'bazaar-split@kubernetescrd' }, routers)).toBe(200)
  })

  test('weights of 0 are 503', () => {
    expect(through([ingress(toSplit), split(0, 0)])({ code: '503' }, routers)).toBe(2000)
  })

  test('a lost Service of an HTTPRoute answers 500 for its share', () => {
    const backendRefs = [...refs(9), { name: 'gone', port: 80, weight: 1 }]
    expect(through(gatewayApi([{ backendRefs }]))({ code: '500' }, routers)).toBe(200)
  })
})
