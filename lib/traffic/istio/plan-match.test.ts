import { describe, expect, it } from 'vitest'
import { isDomainError } from '@/lib/domain/errors'
import { inversePatch } from '@/lib/domain/traffic/inverse-patch'
import { applyPatch } from '@/lib/domain/traffic/json-patch'
import type { MatchCondition, Move } from '@/lib/domain/traffic/model'
import { arrayOf, objectOf } from '@/lib/domain/traffic/untyped'
import type { MemoryCluster } from '../memory-cluster.fixture'
import { service } from '../memory-cluster.fixture'
import { codeOf } from '../code-of.fixture'
import { istioRouter } from './router'
import { clusterOf, clusterWith, plan, rulesOf, search, v1, v2 } from './search-cluster.fixture'

const developer: MatchCondition = { kind: 'header', name: 'X-User', op: 'exact', value: 'developer' }
const set = (when: MatchCondition[] = [developer], name = 'beta', to = 'v2'): Move => ({
  kind: 'set-match',
  name,
  to,
  when,
})
const remove = (rule: string): Move => ({ kind: 'remove-match', rule })
const specOf = (cluster: MemoryCluster) =>
  objectOf(cluster.view.get('virtualservices', 'shop', 'search')?.spec)
const httpOf = (cluster: MemoryCluster) => arrayOf(specOf(cluster).http).map(objectOf)
const matchOf = (match: unknown, when: MatchCondition[]) => {
  const cluster = clusterWith({ ...(match === undefined ? {} : { match }), route: [{ destination: v1 }] })
  cluster.send(plan(cluster, set(when)))
  return httpOf(cluster)[0]?.match
}

const inherited = {
  timeout: '5s',
  retries: { attempts: 2 },
  fault: { abort: { httpStatus: 500, percentage: { value: 1 } } },
  corsPolicy: { allowMethods: ['GET'] },
  rewrite: { uri: '/v1' },
  headers: { request: { set: { a: 'b' } } },
  futureField: { x: 1 },
}

describe('set-match', () => {
  it('puts a rule above the one that it shadows, with all of its fields but where it sends', () => {
    const cluster = clusterWith({
      ...inherited,
      match: [
        { uri: { prefix: '/api' } },
        { uri: { prefix: '/v2' }, headers: { 'x-user': { prefix: 'dev' } } },
      ],
      route: [
        { destination: v1, weight: 90 },
        { destination: v2, weight: 10, headers: { response: { remove: ['x'] } } },
      ],
      mirror: v2,
      mirrorPercentage: { value: 5 },
    })
    const before = specOf(cluster)
    const writes = plan(cluster, set())
    cluster.send(writes)
    expect(httpOf(cluster)[0]).toEqual({
      name: 'aviary-beta',
      match: [
        { uri: { prefix: '/api' }, headers: { 'x-user': { exact: 'developer' } } },
        { uri: { prefix: '/v2' }, headers: { 'x-user': { exact: 'developer' } } },
      ],
      ...inherited,
      route: [{ destination: v2, headers: { response: { remove: ['x'] } } }],
    })
    expect(httpOf(cluster)[1]).toEqual(arrayOf(before.http)[0])
    expect(rulesOf(cluster).map(({ id, madeBy }) => [id, madeBy])).toEqual([
      ['aviary-beta', 'beta'],
      ['main', undefined],
    ])
    expect(plan(cluster, set())).toEqual([])
    const [write] = writes
    const { live, patch = [] } = write ?? {}
    expect(applyPatch(applyPatch(live, patch), inversePatch(live, patch))).toMatchObject({ spec: before })
  })

  it('makes one rule for each that sends to the service, and removes all by any of them', () => {
    const http = [
      { name: 'old', match: [{ uri: { exact: '/old' } }], redirect: { uri: '/' } },
      { name: 'api', match: [{ uri: { prefix: '/api' } }], route: [{ destination: v1 }] },
      { name: 'cart', match: [{ uri: { prefix: '/cart' } }], route: [{ destination: { host: 'cart' } }] },
      {
        route: [
          { destination: v1, weight: 50 },
          { destination: v2, weight: 50 },
        ],
      },
    ]
    const cluster = clusterOf({ hosts: ['search'], http })
    const ids = rulesOf(cluster).map(({ id }) => id)
    cluster.send(plan(cluster, set()))
    expect(httpOf(cluster).map(({ name }) => name)).toEqual([
      'old',
      'aviary-beta',
      'api',
      'cart',
      'aviary-beta.2',
      undefined,
    ])
    const after = rulesOf(cluster)
    expect(after.filter(({ madeBy }) => madeBy === undefined).map(({ id }) => id)).toEqual(ids)
    cluster.send(plan(cluster, set([{ kind: 'method', op: 'exact', value: 'GET' }], 'get')))
    expect(httpOf(cluster).map(({ name }) => name)).toEqual([
      'old',
      'aviary-beta',
      'aviary-get',
      'api',
      'cart',
      'aviary-beta.2',
      'aviary-get.2',
      undefined,
    ])
    cluster.send(plan(cluster, remove('aviary-beta.2')))
    cluster.send(plan(cluster, remove('aviary-get')))
    expect(specOf(cluster)).toEqual({ hosts: ['search'], http })
    const { annotations } = cluster.view.get('virtualservices', 'shop', 'search')?.metadata ?? {}
    expect(annotations).toEqual({ 'aviary.dev/operation': 'op-1' })
  })

  it('makes the subset that the version lacks first, once, and takes it away with the match', () => {
    const http = [
      { match: [{ uri: { prefix: '/a' } }], route: [{ destination: v1 }] },
      { route: [{ destination: { ...v1, port: { number: 80 } } }] },
    ]
    const cluster = clusterOf({ hosts: ['search'], http }, ['v1'])
    const writes = plan(cluster, set())
    expect(writes.map(({ object }) => object.kind)).toEqual(['DestinationRule', 'VirtualService'])
    cluster.send(writes)
    expect(httpOf(cluster)[2]?.route).toEqual([{ destination: { ...v2, port: { number: 80 } } }])
    const removal = plan(cluster, remove('aviary-beta'))
    expect(removal.map(({ object }) => object.kind)).toEqual(['VirtualService', 'DestinationRule'])
    cluster.send(removal)
    expect(cluster.view.get('destinationrules', 'shop', 'search')?.spec).toMatchObject({
      subsets: [{ name: 'v1' }],
    })
  })

  it('makes the Service that the version lacks where each has a host', () => {
    const first = service('shop', 'search-v1', { app: 'search', version: 'v1' })
    const cluster = clusterWith({ route: [{ destination: { host: 'search-v1.shop' } }] }, [], [first])
    const writes = plan(cluster, set())
    expect(writes.map(({ verb, object }) => [verb, object.name])).toEqual([
      ['create', 'search-v2'],
      ['patch', 'search'],
    ])
    cluster.send(writes)
    expect(httpOf(cluster)[0]?.route).toEqual([{ destination: { host: 'search-v2.shop' } }])
    cluster.send(plan(cluster, remove('aviary-beta')))
    expect(cluster.view.get('services', 'shop', 'search-v2')).toBeUndefined()
  })

  it.each<[string, MatchCondition, object]>([
    ['a header, lower case', developer, { headers: { 'x-user': { exact: 'developer' } } }],
    ['presence', { kind: 'header', name: 'x', op: 'present' }, { headers: { x: {} } }],
    ['absence', { kind: 'header', name: 'x', op: 'absent' }, { withoutHeaders: { x: {} } }],
    [
      'a query',
      { kind: 'query', name: 'A', op: 'prefix', value: 'b' },
      { queryParams: { A: { prefix: 'b' } } },
    ],
    ['a method', { kind: 'method', op: 'regex', value: 'P.*' }, { method: { regex: 'P.*' } }],
    [
      'a host',
      { kind: 'host', op: 'exact', value: 'beta.example.com' },
      { authority: { exact: 'beta.example.com' } },
    ],
    [
      'a caller',
      { kind: 'source', name: 'app', op: 'exact', value: 'web' },
      { sourceLabels: { app: 'web' } },
    ],
    [
      'a namespace',
      { kind: 'source', name: 'namespace', op: 'exact', value: 'qa' },
      { sourceNamespace: 'qa' },
    ],
  ])('asks for %s', (_, condition, match) => {
    expect(matchOf(undefined, [condition])).toEqual([match])
  })

  it.each<[MatchCondition, string[], string[]]>([
    [
      { kind: 'cookie', name: 'user', op: 'exact', value: 'a.b' },
      ['user=a.b', 'x=1; user=a.b', 'user=a.b; y=2'],
      ['user=aXb', 'user=a.bc', 'superuser=a.b', 'x=user=a.b'],
    ],
    [{ kind: 'cookie', name: 'u', op: 'prefix', value: 'v2(' }, ['u=v2(x', 'a=b; u=v2('], ['u=v1', 'u=xv2(']],
    [{ kind: 'cookie', name: 'u', op: 'regex', value: 'a|b' }, ['u=a', 'u=b; x=1'], ['u=ab', 'b']],
    [{ kind: 'cookie', name: 'u', op: 'present' }, ['u=', 'x=1; u=z'], ['ux=1', '']],
  ])('matches a cookie among others: %j', (condition, taken, left) => {
    const [match] = arrayOf(matchOf(undefined, [condition]))
    const regex = String(objectOf(objectOf(objectOf(match).headers).cookie).regex)
    const whole = new RegExp(`^(?:${regex})$`)
    expect(taken.filter((header) => !whole.test(header))).toEqual([])
    expect(left.filter((header) => whole.test(header))).toEqual([])
  })

  it('leaves out alternatives that can never hold together with the conditions', () => {
    const match = [
      { headers: { 'X-User': { exact: 'tester' } } },
      { uri: { prefix: '/' }, method: { exact: 'GET' } },
    ]
    expect(matchOf(match, [developer])).toEqual([
      { ...match[1], headers: { 'x-user': { exact: 'developer' } } },
    ])
    const cluster = clusterWith({ match: match.slice(0, 1), route: [{ destination: v1 }] })
    expect(codeOf(() => plan(cluster, set()))).toBe('invalid')
  })

  it('refuses what Istio cannot ask for, or would not look at', () => {
    const with_ = (match: object) => clusterWith({ match: [match], route: [{ destination: v1 }] })
    const cookie: MatchCondition = { kind: 'cookie', name: 'a', op: 'present' }
    expect(codeOf(() => plan(with_({ headers: { cookie: { regex: 'b=.*' } } }), set([cookie])))).toBe(
      'unsupported',
    )
    expect(codeOf(() => plan(with_({}), set([cookie, { ...cookie, name: 'b' }])))).toBe('unsupported')
    const source: MatchCondition = { kind: 'source', name: 'app', op: 'exact', value: 'web' }
    expect(codeOf(() => plan(with_({ gateways: ['mesh'] }), set([source])))).toBe('unsupported')
    const http = [{ route: [{ destination: v1 }] }]
    const atGateway = clusterOf({ hosts: ['search'], gateways: ['edge/main'], http })
    expect(istioRouter.readRoutes(atGateway.view, search)[0]?.capabilities.match).not.toContain('source')
    expect(codeOf(() => plan(atGateway, set([source])))).toBe('unsupported')
    expect(plan(atGateway, set())).toHaveLength(1)
  })

  it.each<[MatchCondition[], string, string[]]>([
    [[], 'beta', ['when']],
    [[developer], 'Beta.2', ['name']],
    [[developer], 'x'.repeat(41), ['name']],
    [[{ kind: 'header', op: 'present' }], 'beta', ['when.0']],
    [[developer, { kind: 'header', name: 'authority', op: 'present' }], 'beta', ['when.1']],
    [[{ kind: 'header', name: 'a b', op: 'present' }], 'beta', ['when.0']],
    [[{ kind: 'cookie', name: 'a;b', op: 'present' }], 'beta', ['when.0']],
    [[{ kind: 'source', name: 'app', op: 'prefix', value: 'w' }], 'beta', ['when.0']],
    [[{ kind: 'query', name: 'q', op: 'regex', value: '(' }], 'beta', ['when.0']],
    [[{ kind: 'query', name: 'q', op: 'regex', value: 'a(?=b)' }], 'beta', ['when.0']],
    [[{ kind: 'query', name: 'q', op: 'regex', value: '(a)\\1' }], 'beta', ['when.0']],
    [[{ kind: 'path', op: 'prefix', value: '/' }], 'beta', ['when.0']],
  ])('refuses %j as %s', (when, name, fields) => {
    try {
      plan(clusterWith({ route: [{ destination: v1 }] }), set(when, name))
      expect.unreachable()
    } catch (error) {
      if (!isDomainError(error)) throw error
      expect([error.code, error.extras.fields?.map(({ path }) => path)]).toEqual(['invalid', fields])
    }
  })

  it('refuses names that are taken, versions that nothing runs, and routes without traffic of the service', () => {
    const cluster = clusterWith({ route: [{ destination: v1 }] })
    const named = clusterWith({ name: 'aviary-theirs', route: [{ destination: v1 }] })
    expect(codeOf(() => plan(named, set([developer], 'theirs')))).toBe('invalid')
    expect(codeOf(() => plan(cluster, set([developer], 'beta', 'v9')))).toBe('invalid')
    cluster.send(plan(cluster, set()))
    expect(codeOf(() => plan(cluster, set([{ ...developer, value: 'other' }])))).toBe('conflict')
    expect(codeOf(() => plan(clusterWith({ delegate: { name: 'x' } }), set()))).toBe('unsupported')
  })
})

describe('remove-match', () => {
  it('never takes a rule away that a user wrote, whatever it is called', () => {
    const cluster = clusterWith({ route: [{ destination: v1 }] })
    expect(codeOf(() => plan(cluster, remove('main')))).toBe('unsupported')
    cluster.send(plan(cluster, set()))
    const object = cluster.view.get('virtualservices', 'shop', 'search')
    const twins = [...httpOf(cluster), httpOf(cluster)[0]]
    if (object !== undefined) cluster.put({ ...object, spec: { hosts: ['search'], http: twins } })
    for (const { id } of rulesOf(cluster)) expect(codeOf(() => plan(cluster, remove(id)))).toBe('unsupported')
  })
})
