import { describe, expect, it } from 'vitest'
import type { Move } from '@/lib/domain/traffic/model'
import { arrayOf, objectOf } from '@/lib/domain/traffic/untyped'
import type { MemoryCluster } from '../memory-cluster.fixture'
import { codeOf } from '../code-of.fixture'
import { clusterWith, patchOf, plan, rulesOf, v1, v2 } from './search-cluster.fixture'

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

  it.each([
    [
      { mirrorPercentage: { value: 12.5 } },
      12.5,
      [{ op: 'replace', path: '/mirrorPercentage/value', value: 20 }],
    ],
    [{ mirrorPercentage: {} }, 0, [{ op: 'add', path: '/mirrorPercentage/value', value: 20 }]],
    [{ mirrorPercent: 10 }, 10, [{ op: 'replace', path: '/mirrorPercent', value: 20 }]],
    [{ mirror_percent: 10 }, 10, [{ op: 'replace', path: '/mirror_percent', value: 20 }]],
    [{}, 100, [{ op: 'add', path: '/mirrorPercentage', value: { value: 20 } }]],
    [
      { mirrorPercentage: { value: 5 }, mirrorPercent: 90 },
      5,
      [{ op: 'replace', path: '/mirrorPercentage/value', value: 20 }],
    ],
  ])('reads and changes a share written as %j', (share, percent, expected) => {
    const cluster = clusterWith({ route, mirror: v2, ...share })
    expect(rulesOf(cluster)[0]?.mirrors).toEqual([{ to: 'v2', percent }])
    const paths = expected.map((op) => ({ ...op, path: `/spec/http/0${op.path}` }))
    expect(changes(cluster, { ...set, percent: 20 })).toEqual(paths)
    cluster.send(plan(cluster, { ...set, percent: 20 }))
    expect(rulesOf(cluster)[0]?.mirrors).toEqual([{ to: 'v2', percent: 20 }])
  })

  it('never writes mirror and mirrors side by side', () => {
    const single = { route, mirror: { host: 'log.example.com' }, mirrors: [] }
    const cluster = clusterWith(single)
    cluster.send(plan(cluster, set))
    const { http } = objectOf(cluster.view.get('virtualservices', 'shop', 'search')?.spec)
    expect(arrayOf(http)[0]).toEqual({
      name: 'main',
      ...single,
      mirror: v2,
      mirrorPercentage: { value: 100 },
    })
    const listed = clusterWith({ route, mirrors: [] })
    expect(changes(listed, set)?.map(({ path }) => path)).toEqual(['/spec/http/0/mirrors/-'])
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
