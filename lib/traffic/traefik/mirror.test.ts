import { describe, expect, it } from 'vitest'
import { codeOf } from '../code-of.fixture'
import {
  cluster,
  HOST,
  ingressRoute,
  leaf,
  nested,
  patchOf,
  plan,
  ruleOf,
  specsOf,
  splitCluster,
  titles,
  traefikService,
  weighted,
} from './bazaar-cluster.fixture'

type On = ReturnType<typeof cluster>
const set = (on: On, to: string, percent: number) =>
  plan(on, { kind: 'set-mirror', rule: ruleOf(on).id, to, percent })
const remove = (on: On, to?: string) =>
  plan(on, { kind: 'remove-mirror', rule: ruleOf(on).id, ...(to === undefined ? {} : { to }) })

describe('mirrors of Traefik', () => {
  it('wraps what the rule points at, with its options, and unwraps it again', () => {
    const on = cluster(
      ingressRoute([
        { match: HOST, services: [leaf('web-v1', 3, { strategy: 'p2c' })], middlewares: [{ name: 'x' }] },
      ]),
    )
    const before = specsOf(on)
    const writes = set(on, 'v2', 30)
    expect(titles(writes)).toEqual(['create TraefikService web-v1-mirror', 'patch IngressRoute main'])
    on.send(writes)
    expect(specsOf(on)['TraefikService web-v1-mirror']).toEqual({
      mirroring: {
        ...leaf('web-v1', undefined, { strategy: 'p2c' }),
        mirrors: [leaf('web-v2', undefined, { strategy: 'p2c', percent: 30 })],
      },
    })
    expect(ruleOf(on)).toMatchObject({ mirrors: [{ to: 'v2', percent: 30 }], destinations: [{ key: 'v1' }] })
    expect(titles(remove(on))).toEqual(['patch IngressRoute main', 'delete TraefikService web-v1-mirror'])
    on.send(remove(on))
    expect(specsOf(on)).toEqual(before)
    expect(remove(on)).toEqual([])
  })

  it('wraps a split, and changes the share of a mirror that is there', () => {
    const on = splitCluster()
    const before = specsOf(on)
    on.send(set(on, 'v2', 30))
    expect(set(on, 'v2', 30)).toEqual([])
    expect(titles(set(on, 'v2', 40))).toEqual(['patch TraefikService web-mirror'])
    on.send(set(on, 'v2', 40))
    on.send(plan(on, { kind: 'set-weights', rule: ruleOf(on).id, weights: { v1: 50, v2: 50 } }))
    expect(ruleOf(on)).toMatchObject({
      mirrors: [{ to: 'v2', percent: 40 }],
      destinations: [{ weight: 50 }, {}],
    })
    on.send(plan(on, { kind: 'set-weights', rule: ruleOf(on).id, weights: { v1: 90, v2: 10 } }))
    on.send(remove(on, 'v2'))
    expect(specsOf(on)).toEqual(before)
  })

  it('moves the services of a rule aside, and puts them back with the weights of then', () => {
    const on = cluster(ingressRoute([{ match: HOST, services: [leaf('web-v1', 9), leaf('web-v2', 1)] }]))
    const writes = set(on, 'v2', 1)
    expect(titles(writes)).toEqual([
      'create TraefikService web',
      'create TraefikService web-mirror',
      'patch IngressRoute main',
    ])
    on.send(writes)
    on.send(plan(on, { kind: 'set-weights', rule: ruleOf(on).id, weights: { v1: 8, v2: 2 } }))
    on.send(remove(on))
    expect(specsOf(on)['IngressRoute main']).toMatchObject({
      routes: [{ services: [leaf('web-v1', 8), leaf('web-v2', 2)] }],
    })
    expect(specsOf(on)['TraefikService web']).toBeUndefined()
  })

  it('adds to and takes from a mirroring TraefikService of somebody else, which stays', () => {
    const on = cluster(
      ingressRoute([{ match: HOST, services: [nested('copied')] }]),
      traefikService('copied', { mirroring: { ...nested('web'), maxBodySize: 7, mirrors: [leaf('cart')] } }),
      weighted('web', [leaf('web-v1', 1), leaf('web-v2', 0)]),
    )
    const at = '/spec/mirroring/mirrors'
    expect(patchOf(on, { kind: 'set-mirror', rule: ruleOf(on).id, to: 'cart~~80', percent: 5 })).toEqual([
      { op: 'test', path: `${at}/0`, value: leaf('cart') },
      { op: 'add', path: `${at}/0/percent`, value: 5 },
    ])
    on.send(set(on, 'v2', 20))
    expect(ruleOf(on).mirrors).toEqual([
      { to: 'cart~~80', percent: 0 },
      { to: 'v2', percent: 20 },
    ])
    on.send(remove(on, 'cart~~80'))
    expect(ruleOf(on).mirrors).toEqual([{ to: 'v2', percent: 20 }])
    on.send(remove(on))
    expect(specsOf(on)['TraefikService copied']).toEqual({ mirroring: { ...nested('web'), maxBodySize: 7 } })
  })

  it('refuses fractions, strangers, and versions without a Service or ready pods', () => {
    const on = splitCluster()
    const code = (to: string, percent: number) => codeOf(() => set(on, to, percent))
    expect([code('v2', 0.5), code('v2', 101), code('v2', NaN), code('v9', 1)]).toEqual(
      Array(4).fill('invalid'),
    )
    expect(code('v3', 1)).toBe('missing-destination')
    on.put({
      ...on.view.get('services', 'bazaar', 'web-v2'),
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { namespace: 'bazaar', name: 'web-v3' },
      spec: { selector: { app: 'web', version: 'v3' }, ports: [{ port: 80 }] },
    })
    expect(code('v3', 1)).toBeUndefined()
    for (const pod of [0, 1]) on.remove('pods', 'bazaar', `web-v3-5d-${pod}`)
    expect(code('v3', 1)).toBe('blocked')
  })
})
