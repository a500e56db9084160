import { describe, expect, it } from 'vitest'
import type { Move } from '@/lib/domain/traffic/model'
import type { MemoryCluster } from '../memory-cluster.fixture'
import { clusterWith, codeOf, patchOf, plan, rulesOf, v1, v2 } from './search-cluster.fixture'

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
