import { describe, expect, it } from 'vitest'
import type { Move } from '@/lib/domain/traffic/model'
import { codeOf } from '../code-of.fixture'
import { istioRouter } from './router'
import { clusterOf, patchOf, plan, rulesOf, search, v1, v2 } from './search-cluster.fixture'

const route = [
  { destination: v1, weight: 90 },
  { destination: v2, weight: 10 },
]
const both = {
  hosts: ['search'],
  http: [{ name: 'web', route }],
  tls: [
    {
      match: [
        { port: 443, sniHosts: ['a.example.com', '*.b.example.com'] },
        { sniHosts: ['c'], sourceLabels: { app: 'web' } },
      ],
      route,
    },
  ],
  tcp: [
    { match: [{ port: 9000, gateways: ['mesh'], sourceNamespace: 'edge', futureField: 1 }], route },
    { route },
  ],
}

describe('tls and tcp rules', () => {
  it('are read after the http rules, with their protocol and conditions', () => {
    const rules = rulesOf(clusterOf(both))
    expect(rules.map(({ protocol }) => protocol)).toEqual([undefined, 'tls', 'tcp', 'tcp'])
    expect(rules[1]?.match).toEqual([
      [
        { kind: 'host', op: 'exact', value: 'a.example.com' },
        { kind: 'port', op: 'exact', value: '443' },
      ],
      [
        { kind: 'host', op: 'exact', value: '*.b.example.com' },
        { kind: 'port', op: 'exact', value: '443' },
      ],
      [
        { kind: 'host', op: 'exact', value: 'c' },
        { kind: 'source', name: 'app', op: 'exact', value: 'web' },
      ],
    ])
    expect(rules[2]?.match[0]).toEqual([
      { kind: 'port', op: 'exact', value: '9000' },
      { kind: 'source', name: 'namespace', op: 'exact', value: 'edge' },
      { kind: 'gateway', op: 'exact', value: 'mesh' },
      { kind: 'other', name: 'futureField', op: 'exact', value: '1' },
    ])
    expect(rules[3]).toMatchObject({ total: 100, destinations: [{ key: 'v1' }, { key: 'v2' }] })
    expect(new Set(rules.map(({ id }) => id)).size).toBe(4)
  })

  it('keep their ids beside http rules of the same match', () => {
    const [, , ...tcp] = rulesOf(clusterOf(both)).map(({ id }) => id)
    const [, ...alone] = rulesOf(clusterOf({ ...both, http: [{ route }], tls: [] })).map(({ id }) => id)
    expect(alone).toEqual(tcp)
  })

  it('have their weights moved, where they stand', () => {
    const cluster = clusterOf(both)
    const [, , , last] = rulesOf(cluster)
    const move: Move = { kind: 'set-weights', rule: last?.id ?? '', weights: { v1: 0, v2: 100 } }
    expect(patchOf(cluster, move)).toEqual([
      { op: 'test', path: '/spec/tcp/1/route/0/destination', value: v1 },
      { op: 'test', path: '/spec/tcp/1/route/1/destination', value: v2 },
      { op: 'test', path: '/spec/tcp/1/route/0/weight', value: 90 },
      { op: 'test', path: '/spec/tcp/1/route/1/weight', value: 10 },
      { op: 'replace', path: '/spec/tcp/1/route/0/weight', value: 0 },
      { op: 'replace', path: '/spec/tcp/1/route/1/weight', value: 100 },
    ])
  })

  it('take versions in and out', () => {
    const cluster = clusterOf({ hosts: ['search'], tcp: [{ route: [{ destination: v1 }] }] }, ['v1'])
    const rule = rulesOf(cluster)[0]?.id ?? ''
    cluster.send(plan(cluster, { kind: 'add-version', rule, version: 'v2' }))
    expect(rulesOf(cluster)[0]?.destinations.map(({ key, weight }) => [key, weight])).toEqual([
      ['v1', 100],
      ['v2', 0],
    ])
    cluster.send(plan(cluster, { kind: 'remove-version', rule, key: 'v2' }))
    expect(rulesOf(cluster)[0]?.destinations.map(({ key }) => key)).toEqual(['v1'])
  })

  it('refuse what needs requests to be read', () => {
    const cluster = clusterOf(both)
    const rule = rulesOf(cluster)[1]?.id ?? ''
    for (const move of [
      { kind: 'set-mirror', rule, to: 'v2', percent: 10 },
      { kind: 'remove-mirror', rule },
      { kind: 'set-fault', rule, fault: { abort: { percent: 1, status: 500 } } },
      { kind: 'remove-fault', rule },
    ] satisfies Move[]) {
      expect(codeOf(() => plan(cluster, move))).toBe('unsupported')
    }
  })

  it('take these controls from a route that has no http rules, with the reason', () => {
    const cluster = clusterOf({ hosts: ['search'], tcp: [{ route }] })
    const [found] = istioRouter.readRoutes(cluster.view, search)
    expect(found?.capabilities).toMatchObject({
      weights: true,
      cutOver: true,
      mirror: false,
      match: false,
      fault: false,
    })
    expect(found?.capabilities.notes?.match).toContain('without reading requests')
    const match: Move = {
      kind: 'set-match',
      name: 'x',
      to: 'v2',
      when: [{ kind: 'method', op: 'exact', value: 'GET' }],
    }
    expect(codeOf(() => plan(cluster, match))).toBe('unsupported')
  })

  it('are read whatever their shape', () => {
    const cluster = clusterOf({
      hosts: ['search'],
      tls: 5,
      tcp: [null, { match: 'x', route: [{ weight: '3' }] }],
    })
    expect(rulesOf(cluster).map(({ protocol }) => protocol)).toEqual(['tcp', 'tcp'])
  })
})
