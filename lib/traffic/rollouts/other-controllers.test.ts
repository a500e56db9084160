import { describe, expect, it } from 'vitest'
import { isDomainError } from '@/lib/domain/errors'
import { deployment, MemoryCluster, service } from '../memory-cluster.fixture'
import { rolloutSource } from './rollout-source'

type Body = ConstructorParameters<typeof MemoryCluster>[0][number]

const set = (hash: string, image: string, revision: string): Body => {
  const labels = { app: 'web', version: image.slice(-2), 'rollouts-pod-template-hash': hash }
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      namespace: 'shop',
      name: `web-${hash}`,
      labels,
      annotations: { 'rollout.argoproj.io/revision': revision },
    },
    spec: { replicas: 1, template: { metadata: { labels }, spec: { containers: [{ name: 'web', image }] } } },
  }
}

const rollout = (strategy: object, status: object): Body => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Rollout',
  metadata: { namespace: 'shop', name: 'web' },
  spec: {
    replicas: 4,
    strategy,
    template: { metadata: { labels: { app: 'web', version: 'v2' } }, spec: { containers: [] } },
  },
  status: { stableRS: 'aaa', currentPodHash: 'bbb', ...status },
})

const steps = [{ setWeight: 20 }, { pause: {} }, { setWeight: 60 }]

const argo = (strategy: object, status: object) =>
  new MemoryCluster([
    service('shop', 'web', { app: 'web' }),
    set('aaa', 'shop/web:v1', '1'),
    set('bbb', 'shop/web:v2', '2'),
    rollout(strategy, status),
  ])

const only = ({ view }: MemoryCluster) => {
  const [first, ...rest] = rolloutSource.list(view, 'shop')
  expect(rest).toEqual([])
  return first
}

describe('a Rollout of Argo Rollouts', () => {
  it('is shown with its step and weight, and left alone', () => {
    const cluster = argo(
      { canary: { steps } },
      {
        phase: 'Paused',
        message: 'CanaryPauseStep',
        currentStepIndex: 1,
        updatedReplicas: 1,
        readyReplicas: 4,
        canary: { weights: { canary: { weight: 20 } } },
        conditions: [
          { type: 'Paused', lastUpdateTime: '2026-09-01T10:00:00Z' },
          { type: 'Progressing', lastUpdateTime: '2026-09-01T10:05:00Z' },
        ],
      },
    )
    const shown = only(cluster)
    expect(shown).toMatchObject({
      id: 'test~rollout~shop~web',
      tool: 'argo-rollouts',
      kind: 'canary',
      service: { name: 'web' },
      state: 'paused',
      from: { version: 'v1', revision: '1' },
      to: { version: 'v2', revision: '2', images: ['shop/web:v2'] },
      weight: 20,
      step: { index: 2, of: 3 },
      since: '2026-09-01T10:05:00Z',
      allowed: [],
    })
    const refusal = () => {
      if (shown === undefined) return undefined
      try {
        rolloutSource.plan(cluster.view, shown, 'pause')
      } catch (error) {
        if (isDomainError(error)) return error.code
        throw error
      }
      return undefined
    }
    expect(refusal()).toBe('unsupported')
    expect(shown && rolloutSource.objectsOf(cluster.view, shown)).toEqual([])
  })

  it('has the weight of its last step where its pods are all the split there is', () => {
    expect(only(argo({ canary: { steps } }, { phase: 'Progressing', currentStepIndex: 2 }))).toMatchObject({
      state: 'progressing',
      weight: 60,
      step: { index: 3, of: 3 },
    })
  })

  it('tells blue-green, an abort and an end', () => {
    expect(
      only(argo({ blueGreen: { activeService: 'web' } }, { phase: 'Degraded', message: 'RolloutAborted' })),
    ).toMatchObject({
      kind: 'blue-green',
      state: 'degraded',
      message: 'RolloutAborted',
    })
    expect(only(argo({ canary: {} }, { phase: 'Healthy', stableRS: 'bbb' }))).toMatchObject({
      state: 'complete',
      from: null,
    })
  })
})

describe('a Canary of Flagger', () => {
  const canary = (analysis: object, status: object, spec: object = {}): Body => ({
    apiVersion: 'flagger.app/v1beta1',
    kind: 'Canary',
    metadata: { namespace: 'shop', name: 'web' },
    spec: { targetRef: { kind: 'Deployment', name: 'web' }, analysis, ...spec },
    status,
  })
  const flagger = (...objects: Body[]) =>
    new MemoryCluster([
      service('shop', 'web', { app: 'web-primary' }),
      ...deployment('shop', 'web', { app: 'web', version: 'v2' }, 2),
      ...deployment('shop', 'web-primary', { app: 'web-primary', version: 'v1' }, 2),
      ...objects,
    ])

  it('is shown once, with its weight, step and failing checks', () => {
    const analysis = { maxWeight: 50, stepWeight: 10, threshold: 5 }
    const status = {
      phase: 'Progressing',
      canaryWeight: 20,
      failedChecks: 2,
      lastTransitionTime: '2026-09-01T10:00:00Z',
      conditions: [{ type: 'Promoted', message: 'Analysing.' }],
    }
    expect(only(flagger(canary(analysis, status)))).toMatchObject({
      id: 'test~canary~shop~web',
      tool: 'flagger',
      kind: 'canary',
      state: 'progressing',
      from: { version: 'v1' },
      to: { version: 'v2' },
      weight: 20,
      step: { index: 2, of: 5 },
      message: 'Analysing. 2 of 5 failing checks.',
      since: '2026-09-01T10:00:00Z',
      allowed: [],
    })
  })

  it('counts listed steps and iterations, and knows every phase of the end', () => {
    const stepped = canary({ stepWeights: [5, 20, 80] }, { phase: 'WaitingPromotion', canaryWeight: 20 })
    expect(only(flagger(stepped))).toMatchObject({ state: 'paused', step: { index: 2, of: 3 } })
    const blueGreen = canary({ iterations: 10 }, { phase: 'Failed', iterations: 4, canaryWeight: 0 })
    expect(only(flagger(blueGreen))).toMatchObject({
      kind: 'blue-green',
      state: 'failed',
      step: { index: 4, of: 10 },
    })
    expect(only(flagger(canary({}, { phase: 'Succeeded' })))?.state).toBe('complete')
    expect(only(flagger(canary({}, { phase: 'Progressing' }, { suspend: true })))).toMatchObject({
      state: 'paused',
      message: expect.stringContaining('Suspended') as unknown,
    })
  })
})
