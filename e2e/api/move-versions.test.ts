import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ProblemDto } from '@/lib/contracts/common'
import type { OperationDto } from '@/lib/contracts/moves'
import { changes, live } from '../support/cluster'
import { deploymentManifest, routeManifest, serviceManifest, split } from '../support/manifests'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import type { Subject } from '../support/service'
import { call, kubectl } from '../support/target'

describe('versions of hand-written routes', () => {
  let place: Playground
  let solo: Subject

  beforeAll(async () => {
    place = await playground('versions')
    await place.apply(
      serviceManifest(place.namespace, 'solo', { app: 'solo' }),
      ...['v1', 'v2'].map((version) => deploymentManifest(place.namespace, 'solo', version, { replicas: 1 })),
    )
  })

  afterAll(async () => {
    await place.remove()
  })

  const add = async (version: string) =>
    call<OperationDto>('release-manager', 'POST', `${await solo.rulePath()}/destinations`, { version })
  const remove = async (key: string) =>
    call<OperationDto>('release-manager', 'DELETE', `${await solo.rulePath()}/destinations/${key}`)
  const undo = (id: string) => call<OperationDto>('release-manager', 'POST', `/operations/${id}/undo`)
  const destinationRules = () =>
    kubectl('get', 'destinationrules', '-n', place.namespace, '-o', 'jsonpath={.items[*].metadata.name}')

  it('adds a version with a DestinationRule of its own, which undo removes', async () => {
    const rule = { name: 'main', route: [{ destination: { host: 'solo' } }] }
    await place.apply(routeManifest(place.namespace, 'solo', [rule]))
    solo = await place.sees('solo')
    const before = await place.route('solo')
    const added = await add('v2')
    expect(added.body).toMatchObject({
      outcome: 'applied',
      writes: [
        { verb: 'create', object: { kind: 'DestinationRule' }, result: 'applied' },
        { verb: 'patch', object: { kind: 'VirtualService' }, result: 'applied' },
      ],
    })
    expect(added.body.writes.map(({ auditId }) => auditId)).toEqual([
      `${added.body.id}-1`,
      `${added.body.id}-2`,
    ])
    expect((await place.route('solo')).spec).toMatchObject({
      http: [
        {
          route: [
            { destination: { host: 'solo' }, weight: 100 },
            { destination: { host: 'solo', subset: 'v2' }, weight: 0 },
          ],
        },
      ],
    })
    expect((await live('destinationrule', place.namespace, 'solo')).spec).toMatchObject({
      subsets: [{ name: 'v2', labels: expect.any(Object) as unknown }],
    })

    const undone = await undo(added.body.id)
    expect([undone.status, undone.body.outcome]).toEqual([200, 'applied'])
    expect(undone.body.writes.map(({ verb, object }) => [verb, object.kind])).toEqual([
      ['patch', 'VirtualService'],
      ['delete', 'DestinationRule'],
    ])
    expect(await destinationRules()).toBe('')
    expect(changes(before, await place.route('solo'))).toEqual([])
  })

  it('adds a subset to the DestinationRule that is there, and takes both away again', async () => {
    const subsets = { name: 'v1', labels: { version: 'v1' }, trafficPolicy: { tls: { mode: 'DISABLE' } } }
    await place.apply(
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'DestinationRule',
        metadata: { name: 'house-rules', namespace: place.namespace, annotations: { note: 'keep' } },
        spec: {
          host: 'solo',
          trafficPolicy: { loadBalancer: { simple: 'LEAST_REQUEST' } },
          subsets: [subsets],
        },
      },
      routeManifest(place.namespace, 'solo', [{ name: 'main', route: split('solo', { v1: 100 }) }]),
    )
    await solo.untilWeights({ v1: 100 })
    const rule = await live('destinationrule', place.namespace, 'house-rules')
    const route = await place.route('solo')

    expect((await add('v2')).body).toMatchObject({ outcome: 'applied' })
    const house = await live('destinationrule', place.namespace, 'house-rules')
    expect(changes(rule, house)).toEqual(['/spec/subsets/1'])
    expect(house.spec).toMatchObject({ subsets: [subsets, { name: 'v2', labels: { version: 'v2' } }] })
    expect(changes(route, await place.route('solo'))).toEqual(['/spec/http/0/route/1'])
    await solo.untilWeights({ v1: 100, v2: 0 })
    expect((await add('v2')).body).toMatchObject({ outcome: 'applied', diff: [], writes: [] })

    expect((await remove('v2')).body).toMatchObject({ outcome: 'applied' })
    expect(changes(route, await place.route('solo'))).toEqual([])
    expect(changes(rule, await live('destinationrule', place.namespace, 'house-rules'))).toEqual([])
  })

  it('removes a destination only at weight 0, and never the subset of somebody else', async () => {
    const subsets = ['v1', 'v2'].map((version) => ({ name: version, labels: { version } }))
    await place.apply(
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'DestinationRule',
        metadata: { name: 'house-rules', namespace: place.namespace },
        spec: { host: 'solo', subsets },
      },
      routeManifest(place.namespace, 'solo', [{ name: 'main', route: split('solo', { v1: 90, v2: 10 }) }]),
    )
    await solo.untilWeights({ v1: 90, v2: 10 })
    const refused = await remove('v2')
    expect([refused.status, (refused.body as unknown as ProblemDto).code]).toEqual([422, 'invalid'])
    expect((await solo.setWeights('release-manager', { v1: 100, v2: 0 })).status).toBe(200)
    await solo.untilWeights({ v1: 100, v2: 0 })
    const before = await place.route('solo')
    const removed = await remove('v2')
    expect(removed.body).toMatchObject({ outcome: 'applied' })
    expect((await live('destinationrule', place.namespace, 'house-rules')).spec).toMatchObject({ subsets })
    await undo(removed.body.id)
    expect((await place.route('solo')).spec).toEqual(before.spec)
  })

  it('refuses versions and destinations that do not exist', async () => {
    await solo.untilWeights({ v1: 100, v2: 0 })
    const unknown = await add('v9')
    expect([unknown.status, (unknown.body as unknown as ProblemDto).code]).toEqual([422, 'invalid'])
    expect((await remove('v9')).status).toBe(404)
  })
})
