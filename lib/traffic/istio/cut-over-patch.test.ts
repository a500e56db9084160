import { describe, expect, it } from 'vitest'
import { codeOf } from '../code-of.fixture'
import { clusterOf, clusterWith, patchOf, plan, rulesOf, v1, v2 } from './search-cluster.fixture'

const cut = (to: string) => ({ kind: 'cut-over' as const, to })
const legacy = { host: 'legacy.example.com' }

describe('cut-over', () => {
  it('moves every rule that sends to the service, all tests first, in one write', () => {
    const cluster = clusterOf({
      hosts: ['search'],
      http: [
        {
          name: 'a',
          match: [{ uri: { prefix: '/a' } }],
          route: [
            { destination: v1, weight: 75 },
            { destination: v2, weight: 25 },
          ],
        },
        { name: 'other', match: [{ uri: { prefix: '/o' } }], route: [{ destination: legacy }] },
        { name: 'away', match: [{ uri: { prefix: '/d' } }], delegate: { name: 'x' } },
        { name: 'b', route: [{ destination: v1 }] },
      ],
      tcp: [
        {
          route: [
            { destination: v1, weight: 1 },
            { destination: v2, weight: 0 },
          ],
        },
      ],
    })
    const writes = plan(cluster, cut('v2'))
    expect(writes).toHaveLength(1)
    const ops = writes[0]?.patch?.map(({ op }) => op) ?? []
    expect(ops.lastIndexOf('test')).toBeLessThan(ops.findIndex((op) => op !== 'test'))
    cluster.send(writes)
    expect(
      rulesOf(cluster).map(({ destinations }) => destinations.map(({ key, weight }) => [key, weight])),
    ).toEqual([
      [
        ['v1', 0],
        ['v2', 100],
      ],
      [['legacy.example.com~~', 100]],
      [],
      [
        ['v1', 0],
        ['v2', 100],
      ],
      [
        ['v1', 0],
        ['v2', 1],
      ],
    ])
    expect(plan(cluster, cut('v2'))).toEqual([])
    cluster.send(plan(cluster, cut('v1')))
    expect(rulesOf(cluster)[0]?.destinations.map(({ percent }) => percent)).toEqual([100, 0])
  })

  it('leaves destinations elsewhere their share', () => {
    const cluster = clusterWith({
      route: [
        { destination: v1, weight: 5 },
        { destination: v2, weight: 5 },
        { destination: legacy, weight: 1 },
      ],
    })
    expect(patchOf(cluster, cut('v2'))?.filter(({ op }) => op !== 'test')).toEqual([
      { op: 'replace', path: '/spec/http/0/route/0/weight', value: 0 },
      { op: 'replace', path: '/spec/http/0/route/1/weight', value: 10 },
    ])
  })

  it('makes the subset that the version lacks, and counts what has no version', () => {
    const cluster = clusterWith({ route: [{ destination: { host: 'search' } }] }, ['v1'])
    const writes = plan(cluster, cut('v2'))
    expect(writes.map(({ object }) => object.kind)).toEqual(['DestinationRule', 'VirtualService'])
    expect(writes[1]?.patch).toEqual([
      { op: 'test', path: '/spec/http/0/route/0/destination', value: { host: 'search' } },
      { op: 'add', path: '/spec/http/0/route/0/weight', value: 0 },
      { op: 'add', path: '/spec/http/0/route/-', value: { destination: v2, weight: 100 } },
    ])
  })

  it('gives weights to a rule where all are 0, and passes over one that sends the service nothing', () => {
    const zeros = { route: [{ destination: v1, weight: 0 }, { destination: v2 }] }
    const cluster = clusterWith(zeros)
    cluster.send(plan(cluster, cut('v2')))
    expect(rulesOf(cluster)[0]?.destinations.map(({ weight }) => weight)).toEqual([0, 100])
    const idle = {
      route: [
        { destination: v1, weight: 0 },
        { destination: legacy, weight: 100 },
      ],
    }
    expect(plan(clusterWith(idle), cut('v2'))).toEqual([])
  })

  it('leaves the rules of match moves alone', () => {
    const cluster = clusterWith({ route: [{ destination: v1 }] })
    const when = [{ kind: 'header' as const, name: 'x', op: 'present' as const }]
    cluster.send(plan(cluster, { kind: 'set-match', name: 'beta', to: 'v2', when }))
    cluster.send(plan(cluster, cut('v1')))
    expect(rulesOf(cluster)[0]).toMatchObject({ madeBy: 'beta', destinations: [{ key: 'v2', percent: 100 }] })
  })

  it('refuses unknown versions and routes without traffic of the service', () => {
    expect(codeOf(() => plan(clusterWith({ route: [{ destination: v1 }] }), cut('v9')))).toBe('invalid')
    expect(codeOf(() => plan(clusterWith({ redirect: { uri: '/' } }), cut('v2')))).toBe('unsupported')
  })
})
