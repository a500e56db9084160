import { describe, expect, it } from 'vitest'
import { isDomainError, type DomainError } from '@/lib/domain/errors'
import type { Move } from '@/lib/domain/traffic/model'
import type { MemoryCluster } from '../memory-cluster.fixture'
import { autoscaler, budget, cart, cartRoute, must, plainCluster, quota, runs } from './plain-cluster.fixture'
import { kubernetesRouter } from './router'

const read = (cluster: MemoryCluster) => {
  const [route] = kubernetesRouter.readRoutes(cluster.view, cart)
  const rule = route?.rules[0]
  if (route === undefined || rule === undefined) throw new Error('no route')
  return { route, rule }
}

const weights = (cluster: MemoryCluster, split: Record<string, number>, total?: number): Move => ({
  kind: 'set-weights',
  rule: read(cluster).rule.id,
  weights: split,
  ...(total === undefined ? {} : { total }),
})

const plan = (cluster: MemoryCluster, move: Move) =>
  kubernetesRouter.plan(cluster.view, cart, cartRoute, move)

function refused(work: () => unknown): DomainError {
  try {
    work()
  } catch (error) {
    if (isDomainError(error)) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('weights by replicas', () => {
  it('scales up first, and writes each Deployment once', () => {
    const cluster = plainCluster(8, 2)
    const writes = plan(cluster, weights(cluster, { v1: 7, v2: 3 }))
    expect(writes.map(({ object, patch }) => [object.name, patch])).toEqual([
      [
        'cart-v2',
        [
          { op: 'test', path: '/spec/replicas', value: 2 },
          { op: 'replace', path: '/spec/replicas', value: 3 },
        ],
      ],
      [
        'cart-v1',
        [
          { op: 'test', path: '/spec/replicas', value: 8 },
          { op: 'replace', path: '/spec/replicas', value: 7 },
        ],
      ],
    ])
    expect(plan(cluster, weights(cluster, { v1: 70, v2: 30 }, 100))).toEqual(writes)
    expect(plan(cluster, weights(cluster, { v1: 8, v2: 2 }))).toEqual([])
  })

  it('grows to another total of pods', () => {
    const cluster = plainCluster(8, 2)
    const writes = plan(cluster, weights(cluster, { v1: 8, v2: 4 }, 12))
    expect(writes.map(({ object }) => object.name)).toEqual(['cart-v2'])
  })

  it('tests the selector where a Deployment says nothing of replicas', () => {
    const cluster = plainCluster(1, 1)
    const bare = must(cluster.view.get('deployments', 'shop', 'cart-v1'))
    const { replicas: _, ...spec } = bare.spec as Record<string, unknown>
    cluster.put({ ...bare, spec })
    const [up, down] = plan(cluster, weights(cluster, { v1: 0, v2: 2 }))
    expect(up?.object.name).toBe('cart-v2')
    expect(down?.patch).toEqual([
      { op: 'test', path: '/spec/selector', value: { matchLabels: { app: 'cart', version: 'v1' } } },
      { op: 'add', path: '/spec/replicas', value: 0 },
    ])
  })

  it('refuses a split between the pods, with the nearest', () => {
    const cluster = plainCluster(8, 2)
    const error = refused(() => plan(cluster, weights(cluster, { v1: 99, v2: 1 }, 100)))
    expect([error.code, error.extras.nearest]).toEqual(['unattainable', { v1: 10, v2: 0 }])
  })

  it('keeps the proportions of several Deployments of one version', () => {
    const cluster = plainCluster(4, 2, ...runs('cart-v1-zone-b', 'v1', 2))
    expect(read(cluster).rule.destinations.map(({ weight }) => weight)).toEqual([6, 2])
    const writes = plan(cluster, weights(cluster, { v1: 3, v2: 5 }))
    expect(writes.map(({ object, patch }) => [object.name, patch?.at(-1)])).toEqual([
      ['cart-v2', { op: 'replace', path: '/spec/replicas', value: 5 }],
      ['cart-v1', { op: 'replace', path: '/spec/replicas', value: 2 }],
      ['cart-v1-zone-b', { op: 'replace', path: '/spec/replicas', value: 1 }],
    ])
  })

  it('leaves alone what no Deployment keeps, and says why', () => {
    const statefulPod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        namespace: 'shop',
        name: 'cart-v3-0',
        labels: { app: 'cart', version: 'v3' },
        ownerReferences: [
          { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'cart-v3', uid: 's', controller: true },
        ],
      },
    }
    const cluster = plainCluster(3, 1, statefulPod)
    const { route, rule } = read(cluster)
    expect(rule).toMatchObject({ total: 5, fixed: expect.stringContaining('StatefulSet cart-v3') as unknown })
    expect(rule.attainable).toBeUndefined()
    expect(route.capabilities).toMatchObject({ weights: false, notes: { weights: rule.fixed } })
    const error = refused(() => plan(cluster, weights(cluster, { v1: 2, v2: 2 })))
    expect([error.code, error.message]).toEqual(['unsupported', rule.fixed])
    expect(plan(cluster, { kind: 'scale', version: 'v2', replicas: 2 })).toHaveLength(1)
    expect(refused(() => plan(cluster, { kind: 'scale', version: 'v3', replicas: 2 })).code).toBe(
      'unsupported',
    )
  })

  it('waits for a rollout that brings another version', () => {
    const cluster = plainCluster(3, 1)
    const object = must(cluster.view.get('deployments', 'shop', 'cart-v2'))
    const template = { metadata: { labels: { app: 'cart', version: 'v3' } }, spec: { containers: [] } }
    cluster.put({ ...object, spec: { ...(object.spec as object), template } })
    expect(read(cluster).rule.fixed).toContain('rolling out another version')
  })

  it('has a revision that pods and images do not change, and replicas and selector do', () => {
    const cluster = plainCluster(2, 2)
    const before = read(cluster).route.revision
    cluster.remove('pods', 'shop', 'cart-v2-5d-0')
    expect(read(cluster).route.revision).toBe(before)
    cluster.send(plan(cluster, { kind: 'scale', version: 'v2', replicas: 3 }))
    expect(read(cluster).route.revision).not.toBe(before)
  })

  it('refuses what a Service cannot do, with the reason', () => {
    const cluster = plainCluster(3, 1)
    const { rule } = read(cluster)
    const moves: Move[] = [
      { kind: 'set-mirror', rule: rule.id, to: 'v2', percent: 10 },
      { kind: 'set-match', name: 'beta', to: 'v2', when: [] },
      { kind: 'set-fault', rule: rule.id, fault: {} },
      { kind: 'add-version', rule: rule.id, version: 'v3' },
      { kind: 'cut-over', to: 'v2' },
    ]
    for (const move of moves) {
      const error = refused(() => plan(cluster, move))
      expect([move.kind, error.code]).toEqual([move.kind, 'unsupported'])
      expect(Object.values(read(cluster).route.capabilities.notes ?? {})).toContain(error.message)
    }
  })
})

describe('autoscalers', () => {
  it('are shown, and a split that one would undo is refused with the command that pins it', () => {
    const cluster = plainCluster(8, 2, autoscaler('cart-v1', 4, 12))
    const { route, rule } = read(cluster)
    expect(route.badges).toContainEqual({
      kind: 'autoscaler',
      words: expect.stringContaining('between 4 and 12') as unknown,
    })
    expect(rule.attainable).toEqual([2, 10])
    const error = refused(() => plan(cluster, weights(cluster, { v1: 7, v2: 3 })))
    expect([error.code, error.extras.kubectl]).toEqual([
      'blocked',
      `kubectl patch hpa cart-v1-hpa -n shop --type=merge -p '{"spec":{"minReplicas":7,"maxReplicas":7}}'`,
    ])
    expect(refused(() => plan(cluster, { kind: 'scale', version: 'v1', replicas: 9 })).code).toBe('blocked')
    expect(plan(cluster, { kind: 'scale', version: 'v2', replicas: 3 })).toHaveLength(1)
    expect(plan(cluster, weights(cluster, { v1: 8, v2: 2 }))).toEqual([])
  })

  it('do not stand against the count that they are pinned to, nor against none at all', () => {
    const pinned = plainCluster(8, 2, autoscaler('cart-v1', 7, 7))
    expect(plan(pinned, weights(pinned, { v1: 7, v2: 3 }))).toHaveLength(2)
    const free = plainCluster(8, 2, autoscaler('cart-v2', undefined, 4))
    expect(plan(free, weights(free, { v1: 10, v2: 0 }))).toHaveLength(2)
  })
})

describe('disruption budgets', () => {
  it('stand against fewer pods than they want, unless a version gives up all of its own', () => {
    const cluster = plainCluster(8, 2, budget('cart-v1', { app: 'cart', version: 'v1' }, { minAvailable: 5 }))
    expect(read(cluster).rule.attainable).toEqual([0, 1, 2, 3, 4, 5, 10])
    const error = refused(() => plan(cluster, weights(cluster, { v1: 4, v2: 6 })))
    expect([error.code, error.message]).toEqual([
      'blocked',
      expect.stringContaining('would leave 4 of 8') as unknown,
    ])
    expect(plan(cluster, weights(cluster, { v1: 0, v2: 10 }))).toHaveLength(2)
    expect(plan(cluster, weights(cluster, { v1: 5, v2: 5 }))).toHaveLength(2)
  })

  it('of the whole service bind the sum of its versions, and percentages nothing', () => {
    const both = plainCluster(3, 1, budget('cart', { app: 'cart' }, { minAvailable: 4 }))
    expect(plan(both, weights(both, { v1: 1, v2: 3 }))).toHaveLength(2)
    expect(refused(() => plan(both, { kind: 'scale', version: 'v2', replicas: 0 })).code).toBe('blocked')
    const percent = plainCluster(3, 1, budget('cart', { app: 'cart' }, { minAvailable: '80%' }))
    expect(plan(percent, { kind: 'scale', version: 'v1', replicas: 1 })).toHaveLength(1)
  })
})

describe('quotas', () => {
  it('stand against more pods than they have left, in numbers', () => {
    const cluster = plainCluster(8, 2, quota({ pods: '12' }, { pods: '10' }))
    const error = refused(() => plan(cluster, weights(cluster, { v1: 5, v2: 5 })))
    expect([error.code, error.message]).toEqual([
      'blocked',
      expect.stringContaining('allows 12 pods in shop, of which 10 are used: 3 more') as unknown,
    ])
    expect(plan(cluster, weights(cluster, { v1: 6, v2: 4 }))).toHaveLength(2)
    const count = plainCluster(8, 2, quota({ 'count/pods': '1k' }, { 'count/pods': '1k' }))
    expect(refused(() => plan(count, { kind: 'scale', version: 'v2', replicas: 3 })).code).toBe('blocked')
    const scoped = plainCluster(8, 2, quota({ pods: '1' }, { pods: '1' }, { scopes: ['BestEffort'] }))
    expect(plan(scoped, { kind: 'scale', version: 'v2', replicas: 3 })).toHaveLength(1)
  })

  it('are read live with everything else that a move relies on', () => {
    const cluster = plainCluster(
      8,
      2,
      autoscaler('cart-v1', 1, 2),
      budget('cart', { app: 'cart' }, { minAvailable: 1 }),
      quota({ pods: '12' }, {}),
    )
    expect(kubernetesRouter.objectsOf(cluster.view, cart, cartRoute).map(({ kind }) => kind)).toEqual([
      'Service',
      'Deployment',
      'Deployment',
      'HorizontalPodAutoscaler',
      'PodDisruptionBudget',
      'ResourceQuota',
    ])
  })
})
