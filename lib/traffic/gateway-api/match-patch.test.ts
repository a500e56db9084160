import { describe, expect, it } from 'vitest'
import type { MatchCondition, Move } from '@/lib/domain/traffic/model'
import { arrayOf, objectOf } from '@/lib/domain/traffic/untyped'
import type { MemoryCluster } from '../memory-cluster.fixture'
import { codeOf } from '../code-of.fixture'
import {
  clusterWith,
  gateway,
  plan,
  ref,
  refusalOf,
  route,
  routeOf,
  rulesOf,
  toGateway,
  versionServices,
} from './market-cluster.fixture'

const tester: MatchCondition = { kind: 'header', name: 'x-canary', op: 'exact', value: 'yes' }
const set = (when: MatchCondition[] = [tester], name = 'testers', to = 'v2'): Move => ({
  kind: 'set-match',
  name,
  to,
  when,
})
const split = [ref('cart-v1', 90), ref('cart-v2', 10)]
const header = { type: 'RequestHeaderModifier', requestHeaderModifier: { add: [{ name: 'a', value: 'b' }] } }
const mirror = { type: 'RequestMirror', requestMirror: { backendRef: ref('log') } }
const prefix = (value: string) => ({ path: { type: 'PathPrefix', value } })
const main = {
  matches: [prefix('/')],
  filters: [header, mirror],
  timeouts: { request: '3s' },
  backendRefs: split,
}
const api = { matches: [prefix('/api'), prefix('/v1')], backendRefs: split }
const ads = { matches: [prefix('/ads')], backendRefs: [ref('ads')] }

const written = (cluster: MemoryCluster) =>
  arrayOf(objectOf(cluster.view.get('httproutes', 'market', 'cart')?.spec).rules).map(objectOf)
const noted = (cluster: MemoryCluster) =>
  cluster.view.get('httproutes', 'market', 'cart')?.metadata.annotations?.['aviary.dev/matches']

describe('set-match', () => {
  it('puts a rule before each one that it shadows, which inherits all but the mirrors', () => {
    const cluster = clusterWith([ads, api, main])
    cluster.send(plan(cluster, set()))
    const asked = { type: 'Exact', name: 'x-canary', value: 'yes' }
    expect(written(cluster)).toEqual([
      ads,
      {
        matches: api.matches.map((match) => ({ ...match, headers: [asked] })),
        backendRefs: [ref('cart-v2')],
      },
      api,
      {
        matches: [{ ...prefix('/'), headers: [asked] }],
        filters: [header],
        timeouts: main.timeouts,
        backendRefs: [ref('cart-v2')],
      },
      main,
    ])
    expect(rulesOf(cluster).map(({ madeBy }) => madeBy)).toEqual([
      undefined,
      'testers',
      undefined,
      'testers',
      undefined,
    ])
    expect(rulesOf(cluster)[3]).toMatchObject({
      match: [[tester]],
      total: 1,
      destinations: [{ key: 'v2', percent: 100 }],
    })
    expect(plan(cluster, set())).toEqual([])
  })

  it('gives names where other rules have them, and leaves the ids of the others', () => {
    const named = [
      { ...api, name: 'api' },
      { ...main, name: 'main' },
    ]
    const cluster = clusterWith(named)
    cluster.send(plan(cluster, set()))
    expect(rulesOf(cluster).map(({ id }) => id)).toEqual([
      'aviary-testers',
      'api',
      'aviary-testers.2',
      'main',
    ])
  })

  it('is taken away as a whole by any of its rules, with or without names', () => {
    for (const names of [[], ['api', 'main']]) {
      const rules = [api, main].map((rule, index) => ({
        ...rule,
        ...(names[index] === undefined ? {} : { name: names[index] }),
      }))
      const cluster = clusterWith(rules)
      cluster.send(plan(cluster, set()))
      cluster.send(plan(cluster, set([{ ...tester, value: 'no' }], 'others')))
      const rule = rulesOf(cluster).findLast(({ madeBy }) => madeBy === 'testers')?.id ?? ''
      cluster.send(plan(cluster, { kind: 'remove-match', rule }))
      expect(
        rulesOf(cluster)
          .filter(({ madeBy }) => madeBy !== undefined)
          .map(({ madeBy }) => madeBy),
      ).toEqual(['others', 'others'])
      expect(Object.keys(JSON.parse(noted(cluster) ?? '{}') as object)).toEqual(['others'])
      const other = rulesOf(cluster).find(({ madeBy }) => madeBy === 'others')?.id ?? ''
      cluster.send(plan(cluster, { kind: 'remove-match', rule: other }))
      expect(written(cluster)).toEqual(rules)
      expect(noted(cluster)).toBeUndefined()
    }
  })

  it('survives an API server that fills in defaults and prunes names', () => {
    const bare = { backendRefs: split }
    const cluster = clusterWith([{ ...bare, name: 'main' }])
    cluster.send(plan(cluster, set()))
    const object = cluster.view.get('httproutes', 'market', 'cart')
    if (object === undefined) throw new Error('the route is gone')
    const rules = written(cluster).map(({ name: _name, ...rule }) => ({
      ...rule,
      matches:
        arrayOf(rule.matches).length === 0
          ? [prefix('/')]
          : arrayOf(rule.matches).map((match) => ({ ...prefix('/'), ...objectOf(match) })),
    }))
    cluster.put({ ...object, spec: { ...objectOf(object.spec), rules } })
    expect(rulesOf(cluster).map(({ madeBy }) => madeBy)).toEqual(['testers', undefined])
  })

  it('leaves rules alone that no match move made', () => {
    const own = {
      name: 'dark',
      matches: [{ ...prefix('/'), headers: [{ name: 'x', value: 'y' }] }],
      backendRefs: [ref('cart-v2')],
    }
    const cluster = clusterWith([own, { ...main, name: 'main' }])
    expect(codeOf(() => plan(cluster, { kind: 'remove-match', rule: 'dark' }))).toBe('unsupported')
    expect(codeOf(() => plan(cluster, set([tester], 'dark')))).toBe('invalid')
    expect(codeOf(() => plan(cluster, set([{ ...tester, name: 'X', value: 'y' }])))).toBe('invalid')
  })

  it('drops alternatives that contradict the conditions, and refuses what it cannot combine', () => {
    const get = {
      matches: [
        { ...prefix('/'), method: 'GET' },
        { ...prefix('/'), method: 'POST' },
      ],
      backendRefs: split,
    }
    const cluster = clusterWith([get])
    const method: MatchCondition = { kind: 'method', op: 'exact', value: 'GET' }
    cluster.send(plan(cluster, set([method, tester])))
    expect(arrayOf(written(cluster)[0]?.matches)).toHaveLength(1)
    expect(codeOf(() => plan(clusterWith([get]), set([{ ...method, value: 'PUT' }])))).toBe('invalid')
    const pattern = { type: 'RegularExpression', name: 'X-Canary', value: 'y.*' }
    const ruled = clusterWith([{ matches: [{ headers: [pattern] }], backendRefs: split }])
    expect(codeOf(() => plan(ruled, set()))).toBe('unsupported')
  })

  it('writes cookies, prefixes and presence as patterns, and reads cookies back', () => {
    const cookie: MatchCondition = { kind: 'cookie', name: 'beta.user', op: 'exact', value: 'a+b' }
    const query: MatchCondition = { kind: 'query', name: 'q', op: 'prefix', value: 'a.' }
    const cluster = clusterWith([main])
    cluster.send(plan(cluster, set([cookie, query])))
    expect(rulesOf(cluster)[0]?.match).toEqual([
      [cookie, { kind: 'query', name: 'q', op: 'regex', value: String.raw`^a\..*$` }],
    ])
    const value = objectOf(arrayOf(objectOf(arrayOf(written(cluster)[0]?.matches)[0]).headers)[0]).value
    const pattern = new RegExp(String(value))
    for (const text of ['beta.user=a+b', 'x=1; beta.user=a+b; y=2']) expect(pattern.test(text)).toBe(true)
    for (const text of ['betaxuser=a+b', 'xbeta.user=a+b', 'beta.user=a+bc'])
      expect(pattern.test(text)).toBe(false)
  })

  it('refuses conditions that the Gateway API or the implementation lacks, with the reason', () => {
    const host: MatchCondition = { kind: 'host', op: 'exact', value: 'beta.example.com' }
    expect(refusalOf(() => plan(clusterWith([main]), set([host])))).toMatch(
      /^unsupported: Hosts belong to the whole route/,
    )
    const unknown = clusterWith(
      [main],
      [...versionServices, ...gateway('gw', 'example.com/x')],
      [{ name: 'gw' }],
    )
    const cookie: MatchCondition = { kind: 'cookie', name: 'beta', op: 'present' }
    expect(refusalOf(() => plan(unknown, set([cookie])))).toMatch(/^unsupported: Matching cookie beta/)
    expect(codeOf(() => plan(unknown, set()))).toBeUndefined()
    expect(codeOf(() => plan(clusterWith([main]), set([{ ...tester, op: 'absent' }])))).toBe('invalid')
    expect(codeOf(() => plan(clusterWith([main]), set([])))).toBe('invalid')
    for (const name of ['Big', 'a.2', '', '-a', 'x'.repeat(41)]) {
      expect(codeOf(() => plan(clusterWith([main]), set([tester], name)))).toBe('invalid')
    }
  })

  it('keeps within what the CRD allows', () => {
    const rules = Array.from({ length: 9 }, (_, index) => ({
      matches: [prefix(`/${index}`)],
      backendRefs: split,
    }))
    expect(refusalOf(() => plan(clusterWith(rules), set()))).toMatch(
      /^invalid: .*at most 16 rules; this would make it 18/,
    )
    const many = Array.from({ length: 2 }, (_, rule) => ({
      matches: Array.from({ length: 40 }, (_each, index) => prefix(`/${rule}/${index}`)),
      backendRefs: split,
    }))
    expect(refusalOf(() => plan(clusterWith(many), set()))).toMatch(
      /^invalid: .*at most 128 matches; this would make it 160/,
    )
  })

  it('needs a Service for the version, and takes none of another', () => {
    const [first] = versionServices
    const cluster = clusterWith([{ backendRefs: [ref('cart-v1')] }], first === undefined ? [] : [first])
    expect(codeOf(() => plan(cluster, set()))).toBe('missing-destination')
    expect(codeOf(() => plan(cluster, set([tester], 'testers', 'v9')))).toBe('invalid')
  })

  it('matches metadata in GRPCRoutes', () => {
    const cluster = clusterWith([])
    const method = { service: 'shop.Cart', method: 'Add' }
    cluster.put(
      route('GRPCRoute', 'rpc', {
        parentRefs: [toGateway],
        rules: [{ matches: [{ method }], backendRefs: split }],
      }),
    )
    const id = 'grpcroute~market~rpc'
    cluster.send(plan(cluster, set(), id))
    expect(routeOf(cluster, id).rules.map(({ match }) => match)).toEqual([
      [[{ kind: 'path', op: 'exact', value: '/shop.Cart/Add' }, tester]],
      [[{ kind: 'path', op: 'exact', value: '/shop.Cart/Add' }]],
    ])
    expect(
      codeOf(() => plan(cluster, set([{ kind: 'query', name: 'q', op: 'exact', value: 'x' }], 'q'), id)),
    ).toBe('unsupported')
  })
})
