import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isDomainError } from '@/lib/domain/errors'
import type { RolloutVerb } from '@/lib/domain/rollouts/rollout'
import { inversePatch } from '@/lib/domain/traffic/inverse-patch'
import { applyPatch } from '@/lib/domain/traffic/json-patch'
import { service, type MemoryCluster } from '../memory-cluster.fixture'
import { kiosk, poster, posterId, replicaSet, template } from './deployment.fixture'
import { rolloutSource } from './rollout-source'

const [one, two] = [template('kiosk/poster:1'), template('kiosk/poster:2')]

const find = (cluster: MemoryCluster) => {
  const rollout = rolloutSource.find(cluster.view, posterId)
  if (rollout === undefined) throw new Error('no rollout')
  return rollout
}
const plan = (cluster: MemoryCluster, verb: RolloutVerb) =>
  rolloutSource.plan(cluster.view, find(cluster), verb)
const halfWay = (spec: object = {}) =>
  kiosk(
    poster(two, spec),
    replicaSet(one, { revision: 1, ready: 4 }),
    replicaSet(two, { revision: 2, ready: 1 }),
  )

describe('the rollout of a Deployment', () => {
  it('is seen through its ReplicaSets, also where both versions carry equal labels', () => {
    expect(find(halfWay())).toMatchObject({
      id: posterId,
      tool: 'kubernetes',
      kind: 'rolling',
      service: { cluster: 'test', namespace: 'kiosk', name: 'poster' },
      state: 'progressing',
      from: { revision: '1', version: 'v1', images: ['kiosk/poster:1'], replicaSet: 'poster-hash1' },
      to: { revision: '2', version: 'v1', images: ['kiosk/poster:2'], replicaSet: 'poster-hash2' },
      desired: 5,
      updated: 2,
      limits: { maxSurge: '1', maxUnavailable: '0' },
      since: '2026-09-01T10:02:00Z',
      allowed: ['pause', 'undo'],
    })
  })

  it('goes back to what still serves, not to the last that was tried', () => {
    const three = template('kiosk/poster:3')
    const cluster = kiosk(
      poster(three),
      replicaSet(one, { revision: 1, ready: 4 }),
      replicaSet(two, { revision: 2 }),
      replicaSet(three, { revision: 3, ready: 1 }),
    )
    expect(find(cluster).from?.images).toEqual(['kiosk/poster:1'])
    const done = kiosk(
      poster(three),
      replicaSet(one, { revision: 1 }),
      replicaSet(two, { revision: 2 }),
      replicaSet(three, { revision: 3, ready: 5 }),
    )
    expect(find(done).from?.images).toEqual(['kiosk/poster:2'])
  })

  it('has no new ReplicaSet while it is paused before its first step', () => {
    const cluster = kiosk(poster(two, { paused: true }), replicaSet(one, { revision: 1, ready: 5 }))
    const { state, from, to, allowed } = find(cluster)
    expect([state, from?.revision, to.revision, allowed]).toEqual([
      'paused',
      '1',
      undefined,
      ['resume', 'undo'],
    ])
  })

  it('recreates where that is its strategy, and has nothing to undo at its first start', () => {
    const cluster = kiosk(
      poster(one, { strategy: { type: 'Recreate' } }),
      replicaSet(one, { revision: 1, ready: 2 }),
    )
    expect(find(cluster)).toMatchObject({ kind: 'recreate', from: null, allowed: ['pause'] })
    expect(find(cluster).limits).toBeUndefined()
  })

  it('is no release where no Service leads to its pods, and one of the most general Service otherwise', () => {
    const cluster = kiosk(poster(one), replicaSet(one, { revision: 1 }))
    cluster.put(service('kiosk', 'a-v1', { app: 'poster', version: 'v1' }))
    expect(find(cluster).service.name).toBe('poster')
    cluster.remove('services', 'kiosk', 'poster')
    expect(find(cluster).service.name).toBe('a-v1')
    cluster.remove('services', 'kiosk', 'a-v1')
    expect(rolloutSource.list(cluster.view)).toEqual([])
  })

  it('keeps ReplicaSets of a namesake apart', () => {
    const stranger = replicaSet(one, { revision: 9, ready: 5 })
    const owner = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: 'poster',
      uid: 'an-older-one',
      controller: true,
    }
    const cluster = kiosk(
      poster(two),
      { ...stranger, metadata: { ...stranger.metadata, name: 'old', ownerReferences: [owner] } },
      replicaSet(two, { revision: 1, ready: 5 }),
    )
    expect(find(cluster).from).toBeNull()
  })
})

describe('what is done to a rollout', () => {
  it('pauses and resumes by one field', () => {
    const cluster = halfWay()
    const pause = plan(cluster, 'pause')
    expect(pause.map(({ patch }) => patch)).toEqual([
      [
        { op: 'test', path: '/spec/selector', value: { matchLabels: { app: 'poster' } } },
        { op: 'add', path: '/spec/paused', value: true },
      ],
    ])
    cluster.send(pause)
    expect(find(cluster)).toMatchObject({ state: 'paused', allowed: ['resume', 'undo'] })
    expect(plan(cluster, 'pause')).toEqual([])
    cluster.send(plan(cluster, 'resume'))
    expect(find(cluster).state).toBe('progressing')
    expect(plan(cluster, 'resume')).toEqual([])
  })

  it('puts the older template back by a small patch, without the hash of its ReplicaSet', () => {
    const cluster = halfWay()
    expect(plan(cluster, 'undo').map(({ patch }) => patch)).toEqual([
      [
        { op: 'test', path: '/spec/template/spec/containers/0/image', value: 'kiosk/poster:2' },
        { op: 'replace', path: '/spec/template/spec/containers/0/image', value: 'kiosk/poster:1' },
      ],
    ])
    cluster.send(plan(cluster, 'undo'))
    expect(find(cluster)).toMatchObject({ to: { revision: '1' }, from: { revision: '2' } })
  })

  it('lets a paused rollout go back at once', () => {
    const cluster = halfWay({ paused: true })
    const [write] = plan(cluster, 'undo')
    expect(write?.patch?.at(-1)).toEqual({ op: 'remove', path: '/spec/paused' })
    cluster.send(plan(cluster, 'undo'))
    expect(find(cluster)).toMatchObject({ state: 'progressing', to: { images: ['kiosk/poster:1'] } })
  })

  it('reads the Deployment and all its ReplicaSets live', () => {
    const cluster = halfWay()
    expect(rolloutSource.objectsOf(cluster.view, find(cluster)).map(({ name }) => name)).toEqual([
      'poster',
      'poster-hash2',
      'poster-hash1',
    ])
  })

  it('has no way back where there is no older template', () => {
    const cluster = kiosk(poster(one), replicaSet(one, { revision: 1 }))
    const refusal = () => {
      try {
        plan(cluster, 'undo')
      } catch (error) {
        if (isDomainError(error)) return error.code
        throw error
      }
      return undefined
    }
    expect(refusal()).toBe('wrong-state')
  })

  it('gives any template back exactly, and is taken back exactly', () => {
    const podSpec = fc.dictionary(
      fc.constantFrom('volumes', 'x-future', 'a/b', 'm~n', 'nodeSelector', '__proto__'),
      fc.jsonValue({ maxDepth: 2 }),
      { maxKeys: 4 },
    )
    fc.assert(
      fc.property(podSpec, podSpec, fc.boolean(), (before, after, paused) => {
        const [old, next] = [
          template('kiosk/poster:1', 'v1', before),
          template('kiosk/poster:2', 'v2', after),
        ]
        const cluster = kiosk(
          poster(next, paused ? { paused } : {}),
          replicaSet(old, { revision: 1, ready: 5 }),
          replicaSet(next, { revision: 2 }),
        )
        const [write] = plan(cluster, 'undo')
        if (write?.live === undefined || write.patch === undefined) throw new Error('nothing was planned')
        const undone = applyPatch(write.live, write.patch)
        expect(undone.spec).toEqual({ ...(poster(old).spec as object) })
        expect({ ...undone, spec: 0 }).toEqual({ ...write.live, spec: 0 })
        expect(applyPatch(undone, inversePatch(write.live, write.patch))).toEqual(write.live)
      }),
      { numRuns: 2000 },
    )
  }, 60_000)
})
