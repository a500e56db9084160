import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ProblemDto } from '@/lib/contracts/common'
import type { OperationDto } from '@/lib/contracts/moves'
import type { ServiceDetailDto } from '@/lib/contracts/services'
import type { DataPlaneId } from '@/lib/domain/traffic/model'
import type { Live } from '../support/cluster'
import { changesBetween, live, snapshot } from '../support/cluster'
import { deploymentManifest, routeManifest, serviceManifest, split } from '../support/manifests'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import { subjectWith } from '../support/service'
import type { Reply } from '../support/target'
import { call, clusterName, until } from '../support/target'

type Extra = Record<string, unknown>

const planes: { dataPlane: DataPlaneId; kind: string; extra: (namespace: string) => Extra }[] = [
  { dataPlane: 'istio', kind: 'VirtualService', extra: () => ({}) },
  { dataPlane: 'gateway-api', kind: 'HTTPRoute', extra: () => ({}) },
  {
    dataPlane: 'traefik',
    kind: 'IngressRoute',
    extra: (namespace) => ({ gateway: 'web', hosts: [`solo.${namespace}.example`] }),
  },
]

describe('routes for services that have none', () => {
  let place: Playground
  let cluster: string

  beforeEach(async () => {
    cluster = await clusterName()
    place = await playground('routes')
    await place.apply(
      serviceManifest(place.namespace, 'solo', { app: 'solo' }),
      ...['v1', 'v2'].map((version) => deploymentManifest(place.namespace, 'solo', version, { replicas: 1 })),
    )
    await until('solo with ready pods', detail, ({ status, body }) => {
      const workloads = (body.versions ?? []).flatMap((version) => version.workloads)
      return status === 200 && workloads.length === 2 && workloads.every(({ ready }) => ready === 1)
    })
  })

  afterEach(async () => {
    await place.remove()
  })

  const detail = () =>
    call<Partial<ServiceDetailDto>>('viewer', 'GET', `/services/${cluster}/${place.namespace}/solo`)
  const routes = async () => (await detail()).body.routes ?? []
  const create = async (dataPlane: string, extra: Extra = {}, role: 'admin' | 'release-manager' = 'admin') =>
    call<OperationDto>(role, 'POST', '/routes', {
      service: { cluster, namespace: place.namespace, name: 'solo' },
      dataPlane,
      stable: 'v1',
      versions: ['v1', 'v2'],
      ...extra,
    })
  const removeRoute = async (id: string) =>
    call<OperationDto>('admin', 'DELETE', `/routes/${cluster}/${place.namespace}/solo/${id}`)
  const problem = ({ status, body }: Reply): [number, string] => [status, (body as ProblemDto).code]

  it.each(planes)('$dataPlane: previews, makes at 100 % stable, and takes away', async (plane) => {
    const { dataPlane, kind, extra } = plane
    const before = await snapshot(place.namespace)
    const preview = await create(dataPlane, { ...extra(place.namespace), dryRun: true })
    expect(preview.body, JSON.stringify(preview.body)).toMatchObject({ outcome: 'dry-run', writes: [] })
    const bodies = preview.body.diff.map(({ verb, body }) => [verb, body] as [string, Live])
    expect(bodies.map(([verb]) => verb)).toEqual(bodies.map(() => 'create'))
    expect(bodies.map(([, body]) => body.kind)).toContain(kind)
    for (const [, body] of bodies)
      expect(body.metadata).toMatchObject({
        labels: { 'app.kubernetes.io/managed-by': 'aviary' },
        annotations: { 'aviary.dev/created-for': 'solo' },
      })
    expect(changesBetween(before, await snapshot(place.namespace))).toEqual([])

    const made = await create(dataPlane, extra(place.namespace))
    expect([made.status, made.body.outcome], JSON.stringify(made.body)).toEqual([200, 'applied'])
    const after = await snapshot(place.namespace)
    const names = bodies.map(([, body]) => `${body.kind}/${body.metadata.name}`).sort()
    expect(changesBetween(before, after).sort()).toEqual(names)
    const solo = await subjectWith(place.namespace, 'solo', 'v2', dataPlane)
    await solo.untilWeights({ v1: 100, v2: 0 })
    const [route, ...others] = await routes()
    expect(others).toEqual([])
    expect(route).toMatchObject({ dataPlane, kind, madeHere: true })

    expect(problem(await create(dataPlane, extra(place.namespace)))).toEqual([409, 'conflict'])
    const moved = await solo.setWeights('release-manager', { v1: 90, v2: 10 })
    expect(moved.body.outcome, JSON.stringify(moved.body)).toBe('applied')
    await solo.untilWeights({ v1: 90, v2: 10 })

    const gone = await removeRoute(route?.id ?? '')
    expect([gone.status, gone.body.outcome], JSON.stringify(gone.body)).toEqual([200, 'applied'])
    expect(changesBetween(before, await snapshot(place.namespace))).toEqual([])
    await until('no route', routes, (left) => left.every((each) => each.dataPlane === 'kubernetes'))
  })

  it.each(planes)('$dataPlane: undo takes everything away again', async ({ dataPlane, extra }) => {
    const before = await snapshot(place.namespace)
    const made = await create(dataPlane, extra(place.namespace))
    expect(made.body.outcome, JSON.stringify(made.body)).toBe('applied')
    const undone = await call<OperationDto>('admin', 'POST', `/operations/${made.body.id}/undo`)
    expect([undone.status, undone.body.outcome], JSON.stringify(undone.body)).toEqual([200, 'applied'])
    expect(undone.body.writes.map(({ verb }) => verb)).toEqual(made.body.writes.map(() => 'delete'))
    expect(changesBetween(before, await snapshot(place.namespace))).toEqual([])
  })

  it('removes only what Aviary made: Services of versions that were there stay as they are', async () => {
    await place.apply(serviceManifest(place.namespace, 'solo-v1', { app: 'solo', version: 'v1' }))
    const before = await snapshot(place.namespace)
    const made = await until(
      'a route that uses the Service that is there',
      () => create('gateway-api', { dryRun: true }),
      ({ body }) => body.diff.every(({ object }) => object.name !== 'solo-v1'),
    )
    expect(made.body.diff.map(({ object }) => object.name)).toContain('solo-v2')
    expect((await create('gateway-api')).body.outcome).toBe('applied')
    await subjectWith(place.namespace, 'solo', 'v2', 'gateway-api')
    const [route] = await routes()
    expect((await removeRoute(route?.id ?? '')).body.outcome).toBe('applied')
    expect(changesBetween(before, await snapshot(place.namespace))).toEqual([])
    expect((await live('service', place.namespace, 'solo-v1')).metadata.labels).toEqual({ app: 'solo-v1' })
  })

  it('refuses what cannot be, and whoever may not', async () => {
    const before = await snapshot(place.namespace)
    expect((await create('istio', {}, 'release-manager')).status).toBe(403)
    expect(problem(await create('istio', { stable: 'v9' }))).toEqual([422, 'invalid'])
    expect(problem(await create('istio', { versions: ['v2'] }))).toEqual([422, 'invalid'])
    expect(problem(await create('istio', { gateway: 'nowhere/none' }))).toEqual([422, 'invalid'])
    expect(problem(await create('traefik'))).toEqual([422, 'invalid'])
    expect(problem(await create('kubernetes'))).toEqual([422, 'unsupported'])
    expect(problem(await create('nginx'))).toEqual([422, 'invalid'])
    expect(changesBetween(before, await snapshot(place.namespace))).toEqual([])
  })

  it('removes no route that somebody else wrote', async () => {
    await place.apply({
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata: { name: 'solo', namespace: place.namespace },
      spec: { host: 'solo', subsets: ['v1', 'v2'].map((name) => ({ name, labels: { version: name } })) },
    })
    await place.apply(
      routeManifest(place.namespace, 'solo', [{ name: 'main', route: split('solo', { v1: 90, v2: 10 }) }]),
    )
    const [route] = await until(
      'the route',
      routes,
      (found) => found.length === 1 && found[0]?.dataPlane === 'istio',
    )
    const before = await snapshot(place.namespace)
    expect(route?.madeHere ?? false).toBe(false)
    expect(problem(await removeRoute(route?.id ?? ''))).toEqual([422, 'unsupported'])
    expect(problem(await create('istio'))).toEqual([409, 'conflict'])
    expect(changesBetween(before, await snapshot(place.namespace))).toEqual([])
  })
})
