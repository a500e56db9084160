import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ProblemDto } from '@/lib/contracts/common'
import type { OperationDto } from '@/lib/contracts/moves'
import { apply, changesBetween, snapshot } from '../support/cluster'
import { furnish, kubernetes } from '../support/data-planes'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import type { Subject } from '../support/service'
import type { Reply, Role } from '../support/target'
import { call, kubectl, until } from '../support/target'

describe('pods as the means of a split', () => {
  let place: Playground
  let web: Subject

  beforeAll(async () => {
    place = await playground('scale')
  })

  beforeEach(async () => {
    web = await furnish(kubernetes, place.namespace)
  })

  afterAll(async () => {
    await place.remove()
  })

  const scale = async (
    version: string,
    replicas: unknown,
    extra: object = {},
    role: Role = 'release-manager',
  ) => call<OperationDto>(role, 'POST', `${web.path}/scale`, { version, replicas, ...extra })
  const undo = (id: string) => call<OperationDto>('release-manager', 'POST', `/operations/${id}/undo`)
  const problem = ({ status, body }: Reply): [number, string] => [status, (body as ProblemDto).code]
  /** A real controller writes status meanwhile, and a lost race of versions is sent again. */
  const written = ({ writes }: OperationDto): string[] =>
    writes.filter(({ result }) => result === 'applied').map(({ object }) => object.name)
  const autoscaler = (min: number, max: number) => ({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web-v1', namespace: place.namespace },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web-v1' },
      minReplicas: min,
      maxReplicas: max,
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } },
        },
      ],
    },
  })
  /** With something else in the namespace, which is gone again afterwards. */
  const beside = async (object: object, kind: string, work: () => Promise<void>) => {
    await apply(object)
    try {
      await work()
    } finally {
      await kubectl('delete', kind, '--all', '-n', place.namespace)
    }
  }
  /** Aviary sees the object as soon as its watch tells; until then nothing is refused. */
  const refusedSoon = async (ask: () => Promise<Reply>): Promise<ProblemDto> => {
    const reply = await until('a refusal', ask, ({ status }) => status === 422)
    return reply.body as ProblemDto
  }

  it('gives one version another number of pods, and undo takes it back', async () => {
    const before = await snapshot(place.namespace)
    const moved = await scale('v2', 4)
    expect([moved.status, moved.body.outcome], JSON.stringify(moved.body)).toEqual([200, 'applied'])
    await web.untilWeights({ v1: 9, v2: 4 })
    expect(changesBetween(before, await snapshot(place.namespace))).toEqual([
      'Deployment/web-v2/spec/replicas',
    ])
    expect((await scale('v2', 4)).body).toMatchObject({ outcome: 'applied', diff: [], writes: [] })
    const undone = await undo(moved.body.id)
    expect([undone.status, undone.body.outcome], JSON.stringify(undone.body)).toEqual([200, 'applied'])
    await web.untilWeights({ v1: 9, v2: 1 })
    expect(changesBetween(before, await snapshot(place.namespace))).toEqual([])
  })

  it('tells the stops that whole pods can reach, and takes percents that are one of them', async () => {
    const { routes } = await web.detail()
    const [rule] = routes[0]?.rules ?? []
    expect(rule?.total).toBe(10)
    expect(rule?.attainable).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    const percents = await web.setWeights('release-manager', { v1: 70, v2: 30 }, { total: 100, dryRun: true })
    expect(percents.body, JSON.stringify(percents.body)).toMatchObject({
      outcome: 'dry-run',
      after: { weights: { v1: 7, v2: 3 } },
    })
    const odd: Reply = await web.setWeights('release-manager', { v1: 75, v2: 25 }, { total: 100 })
    expect(problem(odd)).toEqual([422, 'unattainable'])
    const { nearest } = odd.body as ProblemDto
    expect(Object.values(nearest ?? {}).reduce((sum, count) => sum + count, 0)).toBe(10)
    expect([2, 3]).toContain(nearest?.['v2'])
  })

  it('lets ready capacity never fall: what grows is written first', async () => {
    const moved = await web.setWeights('release-manager', { v1: 4, v2: 6 })
    expect(moved.body.outcome, JSON.stringify(moved.body)).toBe('applied')
    expect(written(moved.body)).toEqual(['web-v2', 'web-v1'])
    await web.untilWeights({ v1: 4, v2: 6 })
    const back = await web.setWeights('release-manager', { v1: 9, v2: 1 })
    expect(written(back.body)).toEqual(['web-v1', 'web-v2'])
  })

  it('is refused where an autoscaler would undo it, with the command that pins its bounds', async () => {
    const before = await snapshot(place.namespace)
    await beside(autoscaler(9, 12), 'hpa', async () => {
      const refused = await refusedSoon(() => scale('v1', 5, { dryRun: true }))
      expect(refused).toMatchObject({
        code: 'blocked',
        detail: expect.stringContaining('HorizontalPodAutoscaler web-v1') as unknown,
        kubectl: `kubectl patch hpa web-v1 -n ${place.namespace} --type=merge -p '{"spec":{"minReplicas":5,"maxReplicas":5}}'`,
      })
      const split: Reply = await web.setWeights('release-manager', { v1: 5, v2: 5 })
      expect(problem(split)).toEqual([422, 'blocked'])
      // The other version is free, and no move of it touches the autoscaled one.
      expect((await scale('v2', 2, { dryRun: true })).body.outcome).toBe('dry-run')
    })
    expect(changesBetween(before, await snapshot(place.namespace))).toEqual([])
  })

  it('is refused against a PodDisruptionBudget or over a quota', async () => {
    const before = await snapshot(place.namespace)
    const budget = {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'web', namespace: place.namespace },
      spec: { minAvailable: 8, selector: { matchLabels: { app: 'web' } } },
    }
    await beside(budget, 'pdb', async () => {
      const refused = await refusedSoon(() => scale('v1', 2, { dryRun: true }))
      expect(refused.code).toBe('blocked')
      expect(refused.detail).toMatch(/PodDisruptionBudget|disruption budget/)
    })
    const quota = {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'pods', namespace: place.namespace },
      spec: { hard: { pods: '12' } },
    }
    await beside(quota, 'quota', async () => {
      const refused = await refusedSoon(() => scale('v1', 30, { dryRun: true }))
      expect(refused.code).toBe('blocked')
      expect(refused.detail).toMatch(/quota/i)
    })
    expect(changesBetween(before, await snapshot(place.namespace))).toEqual([])
  })

  it('refuses numbers and versions that cannot be, and whoever may not', async () => {
    const before = await snapshot(place.namespace)
    for (const replicas of [-1, 0.5, '3', 100_001, null])
      expect([replicas, ...problem(await scale('v2', replicas))]).toEqual([replicas, 422, 'invalid'])
    expect(problem(await scale('v9', 1))).toEqual([422, 'invalid'])
    for (const role of ['viewer', 'on-call'] as const)
      expect((await scale('v2', 2, {}, role)).status).toBe(403)
    expect(changesBetween(before, await snapshot(place.namespace))).toEqual([])
  })
})
