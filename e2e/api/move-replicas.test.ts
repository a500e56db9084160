import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ProblemDto } from '@/lib/contracts/common'
import type { OperationDto } from '@/lib/contracts/moves'
import type { ServiceDetailDto } from '@/lib/contracts/services'
import { changes, live } from '../support/cluster'
import { deploymentManifest, serviceManifest } from '../support/manifests'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import { call, clusterName, until } from '../support/target'

type Reply = OperationDto & ProblemDto

describe('plain Kubernetes', () => {
  let place: Playground
  let root: string

  beforeAll(async () => {
    place = await playground('replicas')
    root = `/services/${await clusterName()}/${place.namespace}`
    await place.apply(
      serviceManifest(place.namespace, 'web', { app: 'web' }),
      deploymentManifest(place.namespace, 'web', 'v1', { replicas: 3 }),
      deploymentManifest(place.namespace, 'web', 'v2', { replicas: 1 }),
      serviceManifest(place.namespace, 'page', { app: 'page', version: 'blue' }),
      deploymentManifest(place.namespace, 'page', 'blue', { replicas: 1 }),
      deploymentManifest(place.namespace, 'page', 'green', { replicas: 1 }),
    )
    await until(
      'ready pods',
      async () => [...(await detail('web')).versions, ...(await detail('page')).versions],
      (versions) =>
        versions.length === 4 &&
        versions.flatMap(({ workloads }) => workloads).every(({ ready, desired }) => ready === desired),
    )
  })

  afterAll(async () => {
    await place.remove()
  })

  const detail = async (name: string) => {
    const { body } = await call<Partial<ServiceDetailDto>>('viewer', 'GET', `${root}/${name}`)
    return { routes: body.routes ?? [], versions: body.versions ?? [] }
  }
  const only = async (name: string) => {
    const { routes } = await detail(name)
    const [route] = routes
    const rule = route?.rules[0]
    if (route === undefined || rule === undefined) throw new Error(`${name} has no route`)
    return { route, rule }
  }
  const counts = async (name: string) =>
    Object.fromEntries((await only(name)).rule.destinations.map(({ key, weight }) => [key, weight]))
  const untilCounts = (name: string, wanted: Record<string, number>) =>
    until(
      `${name} at ${JSON.stringify(wanted)}`,
      () => counts(name),
      (now) => Object.entries(wanted).every(([key, weight]) => now[key] === weight),
    )
  const put = async (weights: Record<string, number>, extra: object = {}) => {
    const { route, rule } = await only('web')
    const path = `${root}/web/routes/${route.id}/rules/${rule.id}/weights`
    return call<Reply>('release-manager', 'PUT', path, { weights, ...extra })
  }
  const deployments = async () =>
    Promise.all(['web-v1', 'web-v2'].map((name) => live('deployment', place.namespace, name)))
  const undo = (id: string) => call<Reply>('release-manager', 'POST', `/operations/${id}/undo`)

  it('divides a fixed total of pods among versions, touching replicas alone', async () => {
    const { rule } = await only('web')
    expect(rule).toMatchObject({ total: 4, attainable: [0, 1, 2, 3, 4] })
    const before = await deployments()
    const moved = await put({ v1: 50, v2: 50 }, { total: 100 })
    expect([moved.status, moved.body]).toMatchObject([
      200,
      {
        outcome: 'applied',
        after: { weights: { v1: 2, v2: 2 } },
        writes: [{ object: { name: 'web-v2' } }, { object: { name: 'web-v1' } }],
      },
    ])
    const after = await deployments()
    for (const [index, one] of before.entries())
      expect(after[index] && changes(one, after[index]).filter((path) => path.startsWith('/spec'))).toEqual([
        '/spec/replicas',
      ])
    await untilCounts('web', { v1: 2, v2: 2 })
    expect((await undo(moved.body.id)).body).toMatchObject({ outcome: 'applied' })
    await untilCounts('web', { v1: 3, v2: 1 })
  })

  it('refuses what lies between its pods, with the nearest in pods', async () => {
    const refused = await put({ v1: 99, v2: 1 }, { total: 100 })
    expect([refused.status, refused.body]).toMatchObject([
      422,
      { code: 'unattainable', nearest: { v1: 4, v2: 0 } },
    ])
  })

  it('refuses a split that an autoscaler would undo, with the command that pins it', async () => {
    const scaler = (minReplicas: number, maxReplicas: number) => ({
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'web-v1', namespace: place.namespace },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web-v1' },
        minReplicas,
        maxReplicas,
      },
    })
    await place.apply(scaler(3, 6))
    await until(
      'the autoscaler',
      () => only('web'),
      ({ rule }) => rule.attainable?.length === 2,
    )
    const refused = await put({ v1: 2, v2: 2 })
    expect([refused.status, refused.body]).toMatchObject([
      422,
      {
        code: 'blocked',
        kubectl: expect.stringContaining(`kubectl patch hpa web-v1 -n ${place.namespace}`) as unknown,
      },
    ])
    const scaled = await call<Reply>('release-manager', 'POST', `${root}/web/scale`, {
      version: 'v1',
      replicas: 5,
    })
    expect([scaled.status, scaled.body.code]).toEqual([422, 'blocked'])
    const other = await call<Reply>('release-manager', 'POST', `${root}/web/scale`, {
      version: 'v2',
      replicas: 2,
    })
    expect([other.status, other.body.outcome]).toEqual([200, 'applied'])
    await untilCounts('web', { v1: 3, v2: 2 })
  })

  it('cuts over by the selector, and back', async () => {
    const { route, rule } = await only('page')
    expect([route.capabilities.cutOver, rule.destinations.map(({ key, percent }) => [key, percent])]).toEqual(
      [
        true,
        [
          ['blue', 100],
          ['green', 0],
        ],
      ],
    )
    const before = await live('service', place.namespace, 'page')
    const path = `${root}/page/routes/${route.id}/cut-over`
    const there = await call<Reply>('release-manager', 'POST', path, { to: 'green' })
    expect([there.status, there.body.outcome]).toEqual([200, 'applied'])
    expect(changes(before, await live('service', place.namespace, 'page'))).toEqual([
      '/spec/selector/version',
    ])
    await until(
      'green',
      () => only('page'),
      (now) => now.rule.destinations[1]?.percent === 100,
    )
    expect((await call<Reply>('release-manager', 'POST', path, { to: 'blue' })).body.outcome).toBe('applied')
    expect(changes(before, await live('service', place.namespace, 'page'))).toEqual([])
    const refused = await call<Reply>('release-manager', 'POST', path, { to: 'red' })
    expect([refused.status, refused.body.code]).toEqual([422, 'invalid'])
  })
})
