import { describe, expect, it } from 'vitest'
import { inversePatch } from '@/lib/domain/traffic/inverse-patch'
import { applyPatch } from '@/lib/domain/traffic/json-patch'
import { deployment, service } from '../memory-cluster.fixture'
import { codeOf } from '../code-of.fixture'
import {
  cluster,
  HOST,
  ingressRoute,
  leaf,
  nested,
  patchOf,
  plan,
  routesOf,
  ruleOf,
  specsOf,
  splitCluster,
  titles,
  traefikService,
  web,
  weighted,
} from './bazaar-cluster.fixture'
import { traefikRouter } from './router'

const id = (on: ReturnType<typeof cluster>, index = 0) => ruleOf(on, index).id
const plain = (entry: object = leaf('web-v1')) => cluster(ingressRoute([{ match: HOST, services: [entry] }]))

describe('set-weights', () => {
  it('tests every entry and old weight, then changes the weights alone', () => {
    const on = splitCluster()
    const move = { kind: 'set-weights' as const, rule: id(on), weights: { v1: 70, v2: 30 } }
    const at = '/spec/weighted/services'
    expect(patchOf(on, move)).toEqual([
      { op: 'test', path: `${at}/0/name`, value: 'web-v1' },
      { op: 'test', path: `${at}/0/port`, value: 80 },
      { op: 'test', path: `${at}/1/name`, value: 'web-v2' },
      { op: 'test', path: `${at}/1/port`, value: 80 },
      { op: 'test', path: `${at}/0/weight`, value: 90 },
      { op: 'test', path: `${at}/1/weight`, value: 10 },
      { op: 'replace', path: `${at}/0/weight`, value: 70 },
      { op: 'replace', path: `${at}/1/weight`, value: 30 },
    ])
  })

  it('adds an absent weight after a test of the whole entry, in the rule itself', () => {
    const on = cluster(ingressRoute([{ match: HOST, services: [leaf('web-v1', 9), leaf('web-v2')] }]))
    const move = { kind: 'set-weights' as const, rule: id(on), weights: { v1: 7, v2: 3 } }
    expect(patchOf(on, move).slice(-3)).toEqual([
      { op: 'test', path: '/spec/routes/0/services/1', value: leaf('web-v2') },
      { op: 'replace', path: '/spec/routes/0/services/0/weight', value: 7 },
      { op: 'add', path: '/spec/routes/0/services/1/weight', value: 3 },
    ])
  })

  it('refuses nothing but zeros, and moves nothing of an only Service', () => {
    const on = splitCluster()
    const zeros = { kind: 'set-weights' as const, rule: id(on), weights: { v1: 0, v2: 0 } }
    expect(codeOf(() => plan(on, zeros))).toBe('invalid')
    expect(codeOf(() => plan(on, { ...zeros, total: 0 }))).toBe('invalid')
    const only = plain()
    expect(plan(only, { kind: 'set-weights', rule: id(only), weights: { v1: 100 } })).toEqual([])
  })

  it('keeps the share of a service outside', () => {
    const on = cluster(
      ingressRoute([{ match: HOST, services: [nested('web')] }]),
      weighted('web', [leaf('web-v1', 5), leaf('web-v2', 5), leaf('legacy', 1)]),
    )
    on.send(plan(on, { kind: 'set-weights', rule: id(on), weights: { v1: 2, v2: 8 } }))
    expect(ruleOf(on).destinations.map(({ weight }) => weight)).toEqual([2, 8, 1])
  })
})

describe('cut-over', () => {
  it('gives one version what all versions have, and others keep theirs', () => {
    const on = cluster(
      ingressRoute([
        { match: HOST, services: [nested('web')] },
        { match: 'Host(`b`)', services: [nested('web')] },
        { match: 'Host(`c`)', services: [leaf('web-v1', 1), leaf('web-v2', 0)] },
      ]),
      weighted('web', [leaf('web-v1', 5), leaf('web-v2', 4), leaf('legacy', 1)]),
    )
    const writes = plan(on, { kind: 'cut-over', to: 'v2' })
    expect(titles(writes)).toEqual(['patch TraefikService web', 'patch IngressRoute main'])
    on.send(writes)
    expect(
      routesOf(on)[0]?.rules.map(({ destinations }) => destinations.map(({ weight }) => weight)),
    ).toEqual([
      [0, 9, 1],
      [0, 9, 1],
      [0, 1],
    ])
    expect(plan(on, { kind: 'cut-over', to: 'v2' })).toEqual([])
  })

  it('wants the version in every rule', () => {
    expect(codeOf(() => plan(plain(), { kind: 'cut-over', to: 'v2' }))).toBe('missing-destination')
  })
})

describe('add-version', () => {
  it('appends an entry like its siblings at weight 0, with a Service where there is none', () => {
    const on = splitCluster(1, 0)
    const options = { strategy: 'p2c', passHostHeader: false, port: 'http' }
    on.put(service('bazaar', 'web', { app: 'web' }))
    on.put(weighted('web', [leaf('web-v1', 1, { strategy: 'p2c', passHostHeader: false })]))
    const writes = plan(on, { kind: 'add-version', rule: id(on), version: 'v3' })
    expect(titles(writes)).toEqual(['create Service web-v3', 'patch TraefikService web'])
    expect(writes.map(({ awaits }) => awaits)).toEqual(['endpoints', undefined])
    expect(writes[0]?.body?.spec).toEqual({ selector: { app: 'web', version: 'v3' }, ports: [{ port: 80 }] })
    on.send(writes)
    expect(specsOf(on)['TraefikService web']).toEqual({
      weighted: {
        services: [
          leaf('web-v1', 100, { strategy: 'p2c', passHostHeader: false }),
          { ...options, name: 'web-v3', port: 80, weight: 0 },
        ],
      },
    })
    expect(ruleOf(on).destinations.map(({ key, percent }) => [key, percent])).toEqual([
      ['v1', 100],
      ['v3', 0],
    ])
  })

  it('puts a weighted TraefikService in the place of one plain Service, and takes it away again', () => {
    const entry = { ...leaf('web-v1', 7), strategy: 'p2c', passHostHeader: false }
    const on = plain(entry)
    const before = specsOf(on)
    const writes = plan(on, { kind: 'add-version', rule: id(on), version: 'v2' })
    expect(titles(writes)).toEqual(['create TraefikService web', 'patch IngressRoute main'])
    on.send(writes)
    const options = { port: 80, strategy: 'p2c', passHostHeader: false }
    expect(specsOf(on)['TraefikService web']).toEqual({
      weighted: {
        services: [
          { name: 'web-v1', ...options, weight: 100 },
          { name: 'web-v2', ...options, weight: 0 },
        ],
      },
    })
    expect(specsOf(on)['IngressRoute main']).toMatchObject({
      routes: [{ services: [{ kind: 'TraefikService', name: 'web', weight: 7 }] }],
    })
    const back = plan(on, { kind: 'remove-version', rule: id(on), key: 'v2' })
    expect(titles(back)).toEqual(['patch IngressRoute main', 'delete TraefikService web'])
    on.send(back)
    expect(specsOf(on)).toEqual(before)
  })

  it('keeps the stable version alone where the Service takes in both', () => {
    const on = cluster(ingressRoute([{ match: HOST, services: [leaf('web')] }]))
    const add = (version: string) => plan(on, { kind: 'add-version', rule: id(on), version })
    // Three versions behind one Service: nobody can say which one is to stay.
    expect(codeOf(() => add('v2'))).toBe('blocked')
    for (const pod of [0, 1]) on.remove('pods', 'bazaar', `web-v3-5d-${pod}`)
    on.remove('services', 'bazaar', 'web-v1')
    expect(titles(add('v2'))).toEqual([
      'create Service web-v1',
      'create TraefikService web',
      'patch IngressRoute main',
    ])
    on.send(add('v2'))
    expect(ruleOf(on).destinations).toMatchObject([
      { version: 'v1', percent: 100 },
      { version: 'v2', percent: 0 },
    ])
    // Put back, the Service would send to v2 again.
    expect(titles(plan(on, { kind: 'remove-version', rule: id(on), key: 'v2' }))).toEqual([
      'patch TraefikService web',
    ])
  })

  it('refuses a version without ready pods, or without a Service or label of its own', () => {
    const on = splitCluster()
    for (const pod of [0, 1]) on.remove('pods', 'bazaar', `web-v3-5d-${pod}`)
    const add = (version: string) => () => plan(on, { kind: 'add-version', rule: id(on), version })
    expect(add('v3')).toThrow(/no ready pods.*allowEmptyServices/)
    expect(codeOf(add('v3'))).toBe('blocked')
    expect(codeOf(add('v9'))).toBe('invalid')
    expect(add('v2')()).toEqual([])
    for (const body of deployment('bazaar', 'other', { app: 'web' }, 1)) on.put(body)
    expect(codeOf(add('latest'))).toBe('missing-destination')
  })

  it('trusts endpoints before pods', () => {
    const on = splitCluster()
    const slice = (serving: boolean) =>
      on.put({
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: { namespace: 'bazaar', name: 's', labels: { 'kubernetes.io/service-name': 'web-v3' } },
        endpoints: [{ addresses: ['127.0.0.9'], conditions: { serving } }],
      })
    const add = () => plan(on, { kind: 'add-version', rule: id(on), version: 'v3' })
    slice(false)
    expect(codeOf(add)).toBe('blocked')
    slice(true)
    expect(codeOf(add)).toBeUndefined()
  })

  it('takes another name where its own is taken, and works below a mirror', () => {
    const on = cluster(
      ingressRoute([{ match: HOST, services: [nested('copied')] }]),
      traefikService('copied', {
        mirroring: { ...leaf('web-v1'), mirrorBody: false, mirrors: [{ ...leaf('cart'), percent: 5 }] },
      }),
      weighted('web', [leaf('cart', 1)]),
    )
    const before = specsOf(on)
    on.send(plan(on, { kind: 'add-version', rule: id(on), version: 'v2' }))
    expect(specsOf(on)['TraefikService copied']).toEqual({
      mirroring: {
        kind: 'TraefikService',
        name: 'web-aviary',
        mirrorBody: false,
        mirrors: [{ ...leaf('cart'), percent: 5 }],
      },
    })
    expect(ruleOf(on).mirrors).toEqual([{ to: 'cart~~80', percent: 5 }])
    on.send(plan(on, { kind: 'remove-version', rule: id(on), key: 'v2' }))
    expect(specsOf(on)).toEqual(before)
  })
})

describe('remove-version', () => {
  it('wants weight 0 and a known, not only, destination', () => {
    const on = splitCluster()
    const remove = (key: string) => codeOf(() => plan(on, { kind: 'remove-version', rule: id(on), key }))
    expect(remove('v1')).toBe('invalid')
    expect(remove('v9')).toBe('not-found')
    const only = plain()
    expect(codeOf(() => plan(only, { kind: 'remove-version', rule: id(only), key: 'v1' }))).toBe('invalid')
  })

  it('takes the Service that Aviary made, unless another route names it', () => {
    const on = splitCluster()
    on.send(plan(on, { kind: 'add-version', rule: id(on), version: 'v3' }))
    const remove = () => plan(on, { kind: 'remove-version', rule: id(on), key: 'v3' })
    const refs = traefikRouter.objectsOf(on.view, web, 'ingressroute~bazaar~main')
    for (const { object } of remove()) expect(refs).toContainEqual(object)
    expect(titles(remove())).toEqual(['patch TraefikService web', 'delete Service web-v3'])
    on.put(ingressRoute([{ match: 'Host(`x`)', services: [leaf('web-v3')] }], 'other'))
    expect(titles(remove())).toEqual(['patch TraefikService web'])
  })
})

describe('any plan', () => {
  it('can be taken back, write by write', () => {
    const on = splitCluster(90, 0)
    const moves = [
      { kind: 'remove-version' as const, rule: id(on), key: 'v2' },
      { kind: 'set-mirror' as const, rule: id(on), to: 'v2', percent: 5 },
      {
        kind: 'set-match' as const,
        name: 'beta',
        to: 'v2',
        when: [{ kind: 'method' as const, op: 'exact' as const, value: 'GET' }],
      },
    ]
    for (const move of moves) {
      for (const { live, patch = [] } of plan(on, move).filter(({ verb }) => verb === 'patch')) {
        const after = applyPatch(live, patch)
        const back = applyPatch(after, inversePatch(live, patch))
        expect(back?.spec).toEqual(live?.spec)
      }
    }
  })

  it('refuses what Traefik cannot do, with the reason', () => {
    const on = splitCluster()
    const fault = { kind: 'set-fault' as const, rule: id(on), fault: {} }
    expect(() => plan(on, fault)).toThrow(/neither delay nor abort/)
    expect(codeOf(() => plan(on, fault))).toBe('unsupported')
    expect(codeOf(() => plan(on, { kind: 'scale', version: 'v1', replicas: 1 }))).toBe('unsupported')
  })
})
