import { describe, expect, it } from 'vitest'
import type { Move } from '@/lib/domain/traffic/model'
import type { MemoryCluster } from '../memory-cluster.fixture'
import { deployment, destinationRule, service, virtualService } from '../memory-cluster.fixture'
import { codeOf } from '../code-of.fixture'
import { istioRouter } from './router'
import { clusterWith, patchOf, plan, rulesOf, search, v1, v2 } from './search-cluster.fixture'

describe('set-weights', () => {
  const weights = { v1: 70, v2: 30 }

  it('tests every destination and old weight, then changes the weights', () => {
    const cluster = clusterWith({
      route: [
        { destination: v1, weight: 90 },
        { destination: v2, weight: 10 },
      ],
    })
    expect(patchOf(cluster, { kind: 'set-weights', rule: 'main', weights })).toEqual([
      { op: 'test', path: '/spec/http/0/route/0/destination', value: v1 },
      { op: 'test', path: '/spec/http/0/route/1/destination', value: v2 },
      { op: 'test', path: '/spec/http/0/route/0/weight', value: 90 },
      { op: 'test', path: '/spec/http/0/route/1/weight', value: 10 },
      { op: 'replace', path: '/spec/http/0/route/0/weight', value: 70 },
      { op: 'replace', path: '/spec/http/0/route/1/weight', value: 30 },
    ])
  })

  it('adds a weight that was not there', () => {
    const cluster = clusterWith({ route: [{ destination: v1, weight: 100 }, { destination: v2 }] })
    expect(patchOf(cluster, { kind: 'set-weights', rule: 'main', weights })?.slice(2)).toEqual([
      { op: 'test', path: '/spec/http/0/route/0/weight', value: 100 },
      { op: 'replace', path: '/spec/http/0/route/0/weight', value: 70 },
      { op: 'add', path: '/spec/http/0/route/1/weight', value: 30 },
    ])
  })

  it('leaves an only destination without weight at everything', () => {
    const cluster = clusterWith({ route: [{ destination: v1 }] })
    expect(plan(cluster, { kind: 'set-weights', rule: 'main', weights: { v1: 100 } })).toEqual([])
  })

  it('refuses delegates and redirects', () => {
    for (const rule of [
      { delegate: { name: 'x' } },
      { redirect: { uri: '/' } },
      { directResponse: { status: 200 } },
    ]) {
      expect(codeOf(() => plan(clusterWith(rule), { kind: 'set-weights', rule: 'main', weights }))).toBe(
        'unsupported',
      )
    }
  })

  it('refuses a rule of a shared route that is about another service', () => {
    const shared = virtualService('edge', 'public', {
      hosts: ['shop.example.com'],
      http: [
        { name: 'search', route: [{ destination: { host: 'search.shop.svc.cluster.local', subset: 'v1' } }] },
        { name: 'cart', route: [{ destination: { host: 'cart.shop.svc.cluster.local' } }] },
      ],
    })
    const { view } = clusterWith({ route: [{ destination: v1 }] }, ['v1'], [shared])
    const move = { kind: 'set-weights' as const, weights: { 'cart.shop.svc.cluster.local~~': 5 }, total: 5 }
    const attempt = (rule: string) => () =>
      istioRouter.plan(view, search, 'vs~edge~public', { ...move, rule })
    expect(codeOf(attempt('cart'))).toBe('unsupported')
    expect(codeOf(attempt('search'))).toBe('invalid')
  })
})

describe('versions of the API', () => {
  it.each(['v1', 'v1beta1', 'v1alpha3'])('%s is read and written as it is', (version) => {
    const cluster = clusterWith({ route: [{ destination: v1 }] }, ['v1'])
    const apiVersion = `networking.istio.io/${version}`
    for (const kind of ['virtualservices', 'destinationrules'] as const) {
      const object = cluster.view.get(kind, 'shop', 'search')
      if (object !== undefined) cluster.put({ ...object, apiVersion })
    }
    const writes = plan(cluster, { kind: 'add-version', rule: 'main', version: 'v2' })
    expect(writes.map(({ object }) => object.apiVersion)).toEqual([apiVersion, apiVersion])
    cluster.send(writes)
    expect(rulesOf(cluster)[0]?.destinations.map(({ key }) => key)).toEqual(['v1', 'v2'])
  })
})

describe('objectsOf and revision', () => {
  it('name what a move may write, and cover what subsets stand for', () => {
    const bare = clusterWith({ route: [{ destination: { host: 'search' } }] }, [])
    const named = istioRouter
      .objectsOf(bare.view, search, 'vs~shop~search')
      .map(({ kind, name }) => [kind, name])
    expect(named).toEqual([
      ['VirtualService', 'search'],
      ['DestinationRule', 'search'],
    ])
    const cluster = clusterWith({ route: [{ destination: v1 }] })
    const revision = () => istioRouter.readRoutes(cluster.view, search)[0]?.revision
    const before = revision()
    const rule = destinationRule('shop', 'search', ['v1', 'v2', 'v3'])
    cluster.put(rule)
    expect(revision()).toBe(before)
    cluster.put({ ...rule, spec: { host: 'search', subsets: [{ name: 'v1', labels: { version: 'v2' } }] } })
    expect(revision()).not.toBe(before)
  })
})

describe('add-version', () => {
  const move: Move = { kind: 'add-version', rule: 'main', version: 'v2' }

  it('writes 100 at an only destination and appends the version at 0', () => {
    const cluster = clusterWith({ route: [{ destination: { ...v1, port: { number: 80 } } }] })
    expect(patchOf(cluster, move)).toEqual([
      { op: 'test', path: '/spec/http/0/route/0/destination', value: { ...v1, port: { number: 80 } } },
      { op: 'add', path: '/spec/http/0/route/0/weight', value: 100 },
      {
        op: 'add',
        path: '/spec/http/0/route/-',
        value: { destination: { ...v2, port: { number: 80 } }, weight: 0 },
      },
    ])
    cluster.send(plan(cluster, move))
    expect(rulesOf(cluster)[0]?.destinations.map(({ key, percent }) => [key, percent])).toEqual([
      ['v1', 100],
      ['v2', 0],
    ])
    expect(plan(cluster, move)).toEqual([])
  })

  it('adds the missing subset first, and takes its own one out again', () => {
    const cluster = clusterWith({ route: [{ destination: v1 }] }, ['v1'])
    const writes = plan(cluster, move)
    expect(writes.map(({ verb, object }) => [verb, object.kind])).toEqual([
      ['patch', 'DestinationRule'],
      ['patch', 'VirtualService'],
    ])
    const before = cluster.view.get('destinationrules', 'shop', 'search')
    cluster.send(writes)
    const rule = cluster.view.get('destinationrules', 'shop', 'search')
    expect(rule?.spec).toMatchObject({ subsets: [{ name: 'v1' }, { name: 'v2', labels: { version: 'v2' } }] })
    expect(rule?.metadata.annotations).toMatchObject({ 'aviary.dev/subsets': 'v2' })
    const removal = plan(cluster, { kind: 'remove-version', rule: 'main', key: 'v2' })
    expect(removal.map(({ object }) => object.kind)).toEqual(['VirtualService', 'DestinationRule'])
    cluster.send(removal)
    expect(cluster.view.get('destinationrules', 'shop', 'search')?.spec).toEqual(before?.spec)
  })

  it('makes a DestinationRule where there is none, under a free name', () => {
    const bare = { route: [{ destination: { host: 'search' } }] }
    const cluster = clusterWith(bare, [])
    const [first] = plan(cluster, move)
    expect(first).toMatchObject({
      verb: 'create',
      object: {
        kind: 'DestinationRule',
        apiVersion: 'networking.istio.io/v1',
        namespace: 'shop',
        name: 'search',
      },
      body: {
        spec: { host: 'search.shop.svc.cluster.local', subsets: [{ name: 'v2', labels: { version: 'v2' } }] },
      },
    })
    const taken = destinationRule('shop', 'search', [])
    const other = clusterWith(bare, [], [{ ...taken, spec: { host: 'elsewhere' } }])
    expect(plan(other, move)[0]?.object.name).toBe('search-aviary')
  })

  it('names subsets as Istio allows and selects by a label that tells the version', () => {
    const cluster = clusterWith(
      { route: [{ destination: v1 }] },
      ['v1'],
      [...deployment('shop', 'search-next', { app: 'search', 'app.kubernetes.io/version': 'V2.0_rc' }, 1)],
    )
    cluster.send(plan(cluster, { ...move, version: 'V2.0_rc' }))
    expect(cluster.view.get('destinationrules', 'shop', 'search')?.spec).toMatchObject({
      subsets: [{ name: 'v1' }, { name: 'v2-0-rc', labels: { 'app.kubernetes.io/version': 'V2.0_rc' } }],
    })
    expect(rulesOf(cluster)[0]?.destinations.map(({ key }) => key)).toEqual(['v1', 'V2.0_rc'])
  })

  it('makes the per-version Service where each version has a host, and takes it away again', () => {
    const byHost = { route: [{ destination: { host: 'search-v1.shop.svc.cluster.local' } }] }
    const first = service('shop', 'search-v1', { app: 'search', version: 'v1' })
    const cluster = clusterWith(byHost, [], [first])
    const writes = plan(cluster, move)
    expect(writes.map(({ verb, object }) => [verb, object.kind, object.name])).toEqual([
      ['create', 'Service', 'search-v2'],
      ['patch', 'VirtualService', 'search'],
    ])
    expect(writes[0]?.body?.spec).toEqual({
      selector: { app: 'search', version: 'v2' },
      ports: [{ port: 80 }],
    })
    cluster.send(writes)
    expect(rulesOf(cluster)[0]?.destinations.map(({ key }) => key)).toEqual(['v1', 'v2'])
    const removal = plan(cluster, { kind: 'remove-version', rule: 'main', key: 'v2' })
    expect(removal.map(({ verb, object }) => [verb, object.kind])).toEqual([
      ['patch', 'VirtualService'],
      ['delete', 'Service'],
    ])
    cluster.send(removal)
    cluster.put(service('shop', 'search-v2', { app: 'other' }))
    expect(codeOf(() => plan(cluster, move))).toBe('conflict')
    cluster.put(service('shop', 'search-v2', { app: 'search', version: 'v2' }))
    expect(patchOf(cluster, move)?.at(-1)).toEqual({
      op: 'add',
      path: '/spec/http/0/route/-',
      value: { destination: { host: 'search-v2.shop.svc.cluster.local' }, weight: 0 },
    })
  })

  it('refuses a version that nothing runs', () => {
    const cluster = clusterWith({ route: [{ destination: v1 }] })
    expect(codeOf(() => plan(cluster, { ...move, version: 'v9' }))).toBe('invalid')
    expect(codeOf(() => plan(cluster, { ...move, version: '__proto__' }))).toBe('invalid')
  })
})

describe('remove-version', () => {
  const route = [
    { destination: v1, weight: 90 },
    { destination: v2, weight: 10 },
    { destination: { host: 'legacy' }, weight: 0 },
  ]
  const remove = (cluster: MemoryCluster, key: string) =>
    plan(cluster, { kind: 'remove-version', rule: 'main', key })

  it('takes out only what has no weight, and leaves subsets that users made', () => {
    const cluster = clusterWith({ route })
    expect(codeOf(() => remove(cluster, 'v2'))).toBe('invalid')
    expect(codeOf(() => remove(cluster, 'v7'))).toBe('not-found')
    expect(remove(cluster, 'legacy~~').map(({ patch }) => patch?.at(-1))).toEqual([
      { op: 'remove', path: '/spec/http/0/route/2' },
    ])
    cluster.send(plan(cluster, { kind: 'set-weights', rule: 'main', weights: { v1: 100, v2: 0 } }))
    expect(remove(cluster, 'v2')).toHaveLength(1)
  })

  it('keeps a subset that something else still uses', () => {
    const cluster = clusterWith(
      { route: [{ destination: v1 }] },
      ['v1'],
      [
        virtualService('edge', 'public', {
          hosts: ['shop.example.com'],
          http: [{ route: [{ destination: { host: 'search.shop.svc.cluster.local', subset: 'v2' } }] }],
        }),
      ],
    )
    cluster.send(plan(cluster, { kind: 'add-version', rule: 'main', version: 'v2' }))
    expect(remove(cluster, 'v2').map(({ object }) => object.kind)).toEqual(['VirtualService'])
  })
})
