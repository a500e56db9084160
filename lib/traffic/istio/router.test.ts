import { describe, expect, it } from 'vitest'
import { isDomainError } from '@/lib/domain/errors'
import type { JsonPatch } from '@/lib/domain/kube'
import type { Move } from '@/lib/domain/traffic/model'
import {
  deployment,
  destinationRule,
  MemoryCluster,
  service,
  virtualService,
} from '../memory-cluster.fixture'
import { istioRouter } from './router'
import { versionsOfService } from './versions'

const search = { cluster: 'test', namespace: 'shop', name: 'search' }
const v1 = { host: 'search', subset: 'v1' }
const v2 = { host: 'search', subset: 'v2' }

function clusterWith(
  rule: object,
  known: string[] = ['v1', 'v2'],
  extra: Parameters<MemoryCluster['put']>[0][] = [],
) {
  return new MemoryCluster([
    service('shop', 'search', { app: 'search' }),
    ...deployment('shop', 'search-v1', { app: 'search', version: 'v1' }, 2),
    ...deployment('shop', 'search-v2', { app: 'search', version: 'v2' }, 1),
    ...(known.length > 0 ? [destinationRule('shop', 'search', known)] : []),
    virtualService('shop', 'search', { hosts: ['search'], http: [{ name: 'main', ...rule }] }),
    ...extra,
  ])
}

const plan = (cluster: MemoryCluster, move: Move) =>
  istioRouter.plan(cluster.view, search, 'vs~shop~search', move)
const patchOf = (cluster: MemoryCluster, move: Move): JsonPatch | undefined => plan(cluster, move)[0]?.patch
const rulesOf = (cluster: MemoryCluster) => istioRouter.readRoutes(cluster.view, search)[0]?.rules ?? []

function codeOf(work: () => unknown): string | undefined {
  try {
    work()
  } catch (error) {
    if (isDomainError(error)) return error.code
    throw error
  }
  return undefined
}

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

  it('needs the per-version Service where each version has a host', () => {
    const byHost = { route: [{ destination: { host: 'search-v1.shop.svc.cluster.local' } }] }
    const first = service('shop', 'search-v1', { app: 'search', version: 'v1' })
    const cluster = clusterWith(byHost, [], [first])
    expect(codeOf(() => plan(cluster, move))).toBe('missing-destination')
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

describe('mirrors', () => {
  const route = [
    { destination: v1, weight: 100 },
    { destination: v2, weight: 0 },
  ]
  const set: Move = { kind: 'set-mirror', rule: 'main', to: 'v2', percent: 100 }
  const changes = (cluster: MemoryCluster, move: Move) =>
    patchOf(cluster, move)?.filter(({ op }) => op !== 'test')

  it('uses mirror where the rule has none, and takes it away', () => {
    const cluster = clusterWith({ route })
    expect(changes(cluster, set)).toEqual([
      { op: 'add', path: '/spec/http/0/mirror', value: v2 },
      { op: 'add', path: '/spec/http/0/mirrorPercentage', value: { value: 100 } },
    ])
    cluster.send(plan(cluster, set))
    expect(plan(cluster, set)).toEqual([])
    expect(changes(cluster, { ...set, percent: 5 })).toEqual([
      { op: 'replace', path: '/spec/http/0/mirrorPercentage/value', value: 5 },
    ])
    cluster.send(plan(cluster, { kind: 'remove-mirror', rule: 'main' }))
    expect(cluster.view.get('virtualservices', 'shop', 'search')?.spec).toEqual({
      hosts: ['search'],
      http: [{ name: 'main', route }],
    })
    expect(plan(cluster, { kind: 'remove-mirror', rule: 'main' })).toEqual([])
  })

  it('keeps to mirrors[] and to the mirrors of others in it', () => {
    const log = { destination: { host: 'log.example.com' }, percentage: { value: 1 } }
    const cluster = clusterWith({ route, mirrors: [log] })
    cluster.send(plan(cluster, set))
    expect(rulesOf(cluster)[0]?.mirrors).toEqual([
      { to: 'log.example.com~~', percent: 1 },
      { to: 'v2', percent: 100 },
    ])
    expect(changes(cluster, { kind: 'remove-mirror', rule: 'main', to: 'v2' })).toEqual([
      { op: 'remove', path: '/spec/http/0/mirrors/1' },
    ])
    expect(changes(cluster, { kind: 'remove-mirror', rule: 'main' })).toEqual([
      { op: 'remove', path: '/spec/http/0/mirrors' },
    ])
  })

  it('keeps a percentage in the field where it stands', () => {
    const cluster = clusterWith({ route, mirror: v2, mirrorPercent: 10 })
    expect(changes(cluster, { ...set, percent: 20 })).toEqual([
      { op: 'replace', path: '/spec/http/0/mirrorPercent', value: 20 },
    ])
  })

  it('mirrors to a version that only its subset knows', () => {
    const cluster = clusterWith({ route: [{ destination: v1 }] })
    expect(changes(cluster, set)?.[0]).toEqual({ op: 'add', path: '/spec/http/0/mirror', value: v2 })
    const without = clusterWith({ route: [{ destination: v1 }] }, ['v1'])
    expect(codeOf(() => plan(without, set))).toBe('missing-destination')
  })

  it('refuses impossible shares and targets', () => {
    const cluster = clusterWith({ route })
    for (const percent of [-1, 101, 0.5, Number.NaN]) {
      expect(codeOf(() => plan(cluster, { ...set, percent }))).toBe('invalid')
    }
    expect(codeOf(() => plan(cluster, { ...set, to: 'v9' }))).toBe('invalid')
  })
})

describe('versionsOfService', () => {
  it('lists versions with their workloads, also those without pods', () => {
    const cluster = clusterWith(
      { route: [{ destination: v1 }] },
      ['v1'],
      [
        ...deployment('shop', 'search-v10', { app: 'search', version: 'v10' }, 0),
        {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } },
        },
      ],
    )
    const workload = (version: string, pods: number) => ({
      version,
      readyPods: pods,
      injected: true,
      workloads: [
        {
          kind: 'Deployment',
          name: `search-${version}`,
          ready: pods,
          desired: pods,
          images: [`shop/search-${version}:1`],
          createdAt: '2026-01-01T00:00:00Z',
        },
      ],
    })
    const expected = [workload('v1', 2), workload('v2', 1)]
    expect(versionsOfService(cluster.view, search)).toMatchObject([
      ...expected,
      { version: 'v10', readyPods: 0, injected: true },
    ])
    expect(versionsOfService(cluster.view, search).slice(0, 2)).toEqual(expected)
  })

  it('counts neither pods that go nor pods that are not ready, and sees a missing sidecar', () => {
    const [head, set, first, second] = deployment('shop', 'search-v3', { app: 'search', version: 'v3' }, 2, {
      sidecar: false,
    })
    if (head === undefined || set === undefined || first === undefined || second === undefined)
      throw new Error('four objects')
    const cluster = clusterWith(
      { route: [{ destination: v1 }] },
      ['v1'],
      [
        head,
        set,
        { ...first, metadata: { ...first.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } },
        { ...second, status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'False' }] } },
      ],
    )
    expect(versionsOfService(cluster.view, search).find(({ version }) => version === 'v3')).toMatchObject({
      readyPods: 0,
      injected: false,
      workloads: [{ name: 'search-v3', ready: 0, desired: 2 }],
    })
  })

  it('finds the versions behind per-version Services when the service itself selects nothing', () => {
    const cluster = new MemoryCluster([
      service('shop', 'search'),
      ...['v1', 'v2'].flatMap((version) => [
        service('shop', `search-${version}`, { app: `search-${version}` }),
        ...deployment('shop', `search-${version}`, { app: `search-${version}`, version }, 1),
      ]),
      virtualService('shop', 'search', {
        hosts: ['search'],
        http: [
          {
            route: [
              { destination: { host: 'search-v1' }, weight: 50 },
              { destination: { host: 'search-v2' }, weight: 50 },
            ],
          },
        ],
      }),
    ])
    expect(versionsOfService(cluster.view, search).map(({ version }) => version)).toEqual(['v1', 'v2'])
    expect(rulesOf(cluster)[0]?.destinations.map(({ key }) => key)).toEqual(['v1', 'v2'])
  })
})
