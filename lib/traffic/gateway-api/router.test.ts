import { describe, expect, it } from 'vitest'
import { inversePatch } from '@/lib/domain/traffic/inverse-patch'
import { applyPatch } from '@/lib/domain/traffic/json-patch'
import type { Move } from '@/lib/domain/traffic/model'
import { deployment, MemoryCluster, service, virtualService } from '../memory-cluster.fixture'
import { codeOf } from '../code-of.fixture'
import {
  cart,
  clusterWith,
  istioGateway,
  patchOf,
  plan,
  ref,
  refusalOf,
  route,
  ROUTE,
  rulesOf,
  toGateway,
  versionServices,
  workloads,
} from './market-cluster.fixture'
import { gatewayApiRouter } from './router'

const split = (first?: number, second?: number) => ({
  name: 'main',
  backendRefs: [ref('cart-v1', first), ref('cart-v2', second)],
})
const shares = (cluster: MemoryCluster, rule = 0) =>
  rulesOf(cluster)[rule]?.destinations.map(({ key, percent }) => [key, percent])

describe('set-weights', () => {
  const move: Move = { kind: 'set-weights', rule: 'main', weights: { v1: 70, v2: 30 }, total: 100 }

  it('tests every backend and old weight, then changes the weights', () => {
    const at = (index: number, field: string) => `/spec/rules/0/backendRefs/${index}/${field}`
    expect(patchOf(clusterWith([split(90, 10)]), move)).toEqual([
      { op: 'test', path: at(0, 'name'), value: 'cart-v1' },
      { op: 'test', path: at(0, 'port'), value: 80 },
      { op: 'test', path: at(1, 'name'), value: 'cart-v2' },
      { op: 'test', path: at(1, 'port'), value: 80 },
      { op: 'test', path: at(0, 'weight'), value: 90 },
      { op: 'test', path: at(1, 'weight'), value: 10 },
      { op: 'replace', path: at(0, 'weight'), value: 70 },
      { op: 'replace', path: at(1, 'weight'), value: 30 },
    ])
  })

  it('adds a weight that was not there', () => {
    expect(patchOf(clusterWith([split(90)]), move)?.slice(4)).toEqual([
      { op: 'test', path: '/spec/rules/0/backendRefs/0/weight', value: 90 },
      { op: 'replace', path: '/spec/rules/0/backendRefs/0/weight', value: 70 },
      { op: 'add', path: '/spec/rules/0/backendRefs/1/weight', value: 30 },
    ])
  })

  it('takes weights up to a million', () => {
    const million = { ...move, weights: { v1: 1_000_000, v2: 0 }, total: 1_000_000 }
    expect(codeOf(() => plan(clusterWith([split()]), million))).toBeUndefined()
    const more = { ...move, weights: { v1: 1_000_001, v2: 0 }, total: 1_000_001 }
    expect(codeOf(() => plan(clusterWith([split()]), more))).toBe('invalid')
  })

  it('refuses rules without traffic of the service, and what is only read', () => {
    const redirect = { name: 'main', filters: [{ type: 'RequestRedirect', requestRedirect: {} }] }
    for (const rule of [redirect, { name: 'main', backendRefs: [ref('ads', 1)] }]) {
      const cluster = clusterWith([rule, split(1)])
      const id = rulesOf(cluster)[0]?.id ?? ''
      expect(codeOf(() => plan(cluster, { ...move, rule: id }))).toBe('unsupported')
    }
    const cluster = clusterWith([split(1)])
    cluster.put(route('TLSRoute', 'cart', { parentRefs: [toGateway], rules: [split(1)] }))
    expect(refusalOf(() => plan(cluster, move, 'tlsroute~market~cart'))).toBe(
      'unsupported: Aviary reads TLSRoutes and does not change them.',
    )
  })

  it('refuses faults and scaling, with the reason', () => {
    const cluster = clusterWith([split(1)])
    const fault: Move = { kind: 'set-fault', rule: 'main', fault: { abort: { percent: 1, status: 500 } } }
    expect(refusalOf(() => plan(cluster, fault))).toContain('no filter for delays or aborts')
    expect(codeOf(() => plan(cluster, { kind: 'scale', version: 'v1', replicas: 3 }))).toBe('unsupported')
  })
})

describe('add-version', () => {
  const move: Move = { kind: 'add-version', rule: 'main', version: 'v2' }
  const first = service('market', 'cart-v1', { app: 'cart', version: 'v1' })

  it('appends the version at 0 like its sibling, and makes the only weight one that can be shared', () => {
    for (const weight of [undefined, 1]) {
      const cluster = clusterWith([{ name: 'main', backendRefs: [ref('cart-v1', weight)] }])
      expect(patchOf(cluster, move)?.slice(-2)).toEqual([
        {
          op: weight === undefined ? 'add' : 'replace',
          path: '/spec/rules/0/backendRefs/0/weight',
          value: 100,
        },
        { op: 'add', path: '/spec/rules/0/backendRefs/-', value: { ...ref('cart-v2'), weight: 0 } },
      ])
      cluster.send(plan(cluster, move))
      expect(shares(cluster)).toEqual([
        ['v1', 100],
        ['v2', 0],
      ])
      expect(plan(cluster, move)).toEqual([])
    }
  })

  it('makes the Service that the version lacks, and takes it away again', () => {
    const cluster = clusterWith([{ name: 'main', backendRefs: [ref('cart-v1')] }], [first])
    const writes = plan(cluster, move)
    expect(writes.map(({ verb, object }) => [verb, object.kind, object.name])).toEqual([
      ['create', 'Service', 'cart-v2'],
      ['patch', 'HTTPRoute', 'cart'],
    ])
    expect(writes[0]?.body).toMatchObject({
      metadata: {
        namespace: 'market',
        labels: { 'app.kubernetes.io/managed-by': 'aviary' },
        annotations: { 'aviary.dev/created-for': 'cart' },
      },
      spec: { selector: { app: 'cart', version: 'v2' }, ports: [{ port: 80 }] },
    })
    cluster.send(writes)
    const removal = plan(cluster, { kind: 'remove-version', rule: 'main', key: 'v2' })
    expect(removal.map(({ verb, object }) => [verb, object.kind])).toEqual([
      ['patch', 'HTTPRoute'],
      ['delete', 'Service'],
    ])
    cluster.send(removal)
    expect(shares(cluster)).toEqual([['v1', 100]])
    expect(cluster.view.get('services', 'market', 'cart-v2')).toBeUndefined()
  })

  it('pins a rule that sends to the service as a whole', () => {
    const cluster = clusterWith([{ name: 'main', backendRefs: [ref('cart')] }], [])
    const writes = plan(cluster, move)
    expect(writes.map(({ verb, object }) => [verb, object.name])).toEqual([
      ['create', 'cart-v1'],
      ['create', 'cart-v2'],
      ['patch', 'cart'],
    ])
    const refs = gatewayApiRouter.objectsOf(cluster.view, cart, ROUTE)
    for (const { object } of writes) expect(refs).toContainEqual(object)
    const before = writes[2]?.live
    cluster.send(writes)
    expect(shares(cluster)).toEqual([
      ['v1', 100],
      ['v2', 0],
    ])
    const patch = writes[2]?.patch ?? []
    expect(applyPatch(applyPatch(before, patch), inversePatch(before, patch))).toEqual(before)
  })

  it('does not pin a rule whose service spreads over several versions, or has no other ready one', () => {
    const third = deployment('market', 'cart-v3', { app: 'cart', version: 'v3' }, 1)
    const spread = clusterWith([{ name: 'main', backendRefs: [ref('cart')] }], third)
    expect(refusalOf(() => plan(spread, move))).toMatch(/^missing-destination: .*spreads over v1, v3/)
    const alone = clusterWith([{ name: 'main', backendRefs: [ref('cart')] }], [])
    for (const name of ['cart-v1-5d-0', 'cart-v1-5d-1']) {
      const pod = alone.view.get('pods', 'market', name)
      if (pod === undefined) throw new Error('the pod is gone')
      alone.put({ ...pod, status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'False' }] } })
    }
    expect(refusalOf(() => plan(alone, move))).toMatch(
      /^missing-destination: .*no other version has ready pods/,
    )
  })

  it('keeps ports by name and number, and leaves what the cluster assigned', () => {
    const ports = [{ name: 'http', port: 80, targetPort: 'web', protocol: 'TCP', nodePort: 30001 }]
    const cluster = clusterWith(
      [{ name: 'main', backendRefs: [ref('cart-v1')] }],
      [{ ...first, spec: { selector: { app: 'cart', version: 'v1' }, ports, clusterIP: '10.0.0.1' } }],
    )
    expect(plan(cluster, move)[0]?.body?.spec).toEqual({
      selector: { app: 'cart', version: 'v2' },
      ports: [{ name: 'http', port: 80, targetPort: 'web', protocol: 'TCP' }],
    })
  })

  it('refuses what cannot be told apart, has a taken name, or runs nowhere', () => {
    const lone = (extra: Parameters<typeof clusterWith>[1]) =>
      clusterWith([{ name: 'main', backendRefs: [ref('cart-v1')] }], extra)
    expect(codeOf(() => plan(lone([first]), { ...move, version: 'v9' }))).toBe('invalid')
    const taken = service('market', 'cart-v2', { app: 'other' })
    expect(codeOf(() => plan(lone([first, taken]), move))).toBe('conflict')
  })

  it('needs a ReferenceGrant across namespaces', () => {
    const cluster = clusterWith([], [first])
    const away = route(
      'HTTPRoute',
      'edge',
      {
        parentRefs: [toGateway],
        rules: [{ name: 'main', backendRefs: [{ ...ref('cart-v1'), namespace: 'market' }] }],
      },
      'edge',
    )
    cluster.put(away)
    expect(refusalOf(() => plan(cluster, move, 'httproute~edge~edge'))).toContain(
      'No ReferenceGrant in market',
    )
    const grant = (to: object) => ({
      apiVersion: 'gateway.networking.k8s.io/v1beta1',
      kind: 'ReferenceGrant',
      metadata: { namespace: 'market', name: 'edge' },
      spec: {
        from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'edge' }],
        to: [to],
      },
    })
    cluster.put(grant({ group: '', kind: 'Service', name: 'cart-v1' }))
    expect(codeOf(() => plan(cluster, move, 'httproute~edge~edge'))).toBe('missing-destination')
    cluster.put(grant({ group: '', kind: 'Service' }))
    expect(patchOf(cluster, move, 'httproute~edge~edge')?.at(-1)).toMatchObject({
      value: { ...ref('cart-v2'), namespace: 'market', weight: 0 },
    })
  })
})

describe('remove-version', () => {
  const remove: Move = { kind: 'remove-version', rule: 'main', key: 'v2' }

  it('refuses what has weight, is unknown or is the last', () => {
    expect(codeOf(() => plan(clusterWith([split(90, 10)]), remove))).toBe('invalid')
    expect(codeOf(() => plan(clusterWith([split(90, 0)]), { ...remove, key: 'v9' }))).toBe('not-found')
    expect(
      codeOf(() => plan(clusterWith([{ name: 'main', backendRefs: [ref('cart-v2', 0)] }]), remove)),
    ).toBe('invalid')
  })

  it('leaves Services that others made or that are in use', () => {
    expect(plan(clusterWith([split(90, 0)]), remove)).toHaveLength(1)
    const made = {
      ...service('market', 'cart-v2', { app: 'cart', version: 'v2' }),
      metadata: {
        namespace: 'market',
        name: 'cart-v2',
        labels: { 'app.kubernetes.io/managed-by': 'aviary' },
        annotations: { 'aviary.dev/created-for': 'cart' },
      },
    }
    const first = service('market', 'cart-v1', { app: 'cart', version: 'v1' })
    expect(plan(clusterWith([split(90, 0)], [first, made]), remove)).toHaveLength(2)
    const uses = [
      route('HTTPRoute', 'other', { rules: [{ backendRefs: [ref('cart-v2')] }] }),
      route('GRPCRoute', 'mirrored', {
        rules: [{ filters: [{ type: 'RequestMirror', requestMirror: { backendRef: ref('cart-v2') } }] }],
      }),
      virtualService('market', 'cart', { http: [{ route: [{ destination: { host: 'cart-v2' } }] }] }),
    ]
    for (const use of uses)
      expect(plan(clusterWith([split(90, 0)], [first, made, use]), remove)).toHaveLength(1)
  })
})

describe('cut-over', () => {
  it('gives one version everything on every rule, and leaves other services their share', () => {
    const cluster = new MemoryCluster([
      ...workloads,
      ...istioGateway,
      ...versionServices,
      route('HTTPRoute', 'cart', {
        parentRefs: [toGateway],
        rules: [
          split(90, 10),
          { name: 'mixed', backendRefs: [ref('cart-v1', 5), ref('ads', 5), ref('cart-v2', 0)] },
          { name: 'ads', backendRefs: [ref('ads', 1)] },
        ],
      }),
    ])
    cluster.send(plan(cluster, { kind: 'cut-over', to: 'v2' }))
    expect(shares(cluster)).toEqual([
      ['v1', 0],
      ['v2', 100],
    ])
    expect(shares(cluster, 1)).toEqual([
      ['v1', 0],
      ['ads~~80', 50],
      ['v2', 50],
    ])
    expect(plan(cluster, { kind: 'cut-over', to: 'v2' })).toEqual([])
  })

  it('refuses while a rule lacks the version', () => {
    const cluster = clusterWith([split(90, 10), { name: 'old', backendRefs: [ref('cart-v1')] }])
    expect(refusalOf(() => plan(cluster, { kind: 'cut-over', to: 'v2' }))).toBe(
      'missing-destination: Rule old has no destination for version v2. Add the version there first.',
    )
  })
})
