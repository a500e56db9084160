import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ProblemDto } from '@/lib/contracts/common'
import type { OperationDto } from '@/lib/contracts/moves'
import { changes } from '../support/cluster'
import { deploymentManifest, routeManifest, serviceManifest, split } from '../support/manifests'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import { subject } from '../support/service'
import { call, kubectl, until } from '../support/target'

const weightsOf = (...places: number[]) => places.map((place) => `/spec/http/0/route/${place}/weight`)
const undo = (id: string) => call<OperationDto>('release-manager', 'POST', `/operations/${id}/undo`)

describe('weights of hand-written routes', () => {
  let place: Playground

  beforeAll(async () => {
    place = await playground('move')
    await place.runs('web', { v1: { replicas: 1 }, v2: { replicas: 1 } })
  })

  afterAll(async () => {
    await place.remove()
  })

  /** Writes a route of `web` as kubectl does, and waits until Aviary sees its first rule. */
  const written = async (
    rule: object,
    extra: Parameters<typeof routeManifest>[3] = {},
  ): Promise<Awaited<ReturnType<Playground['sees']>>> => {
    await kubectl('delete', 'virtualservice', 'web', '-n', place.namespace, '--ignore-not-found')
    await place.apply(routeManifest(place.namespace, 'web', [{ name: 'main', ...rule }], extra))
    const { metadata } = await place.route('web')
    const web = await place.sees('web')
    await until(
      'the new route',
      async () => (await web.detail()).routes[0]?.writer?.time,
      (time) => {
        return (
          time !== undefined &&
          Date.parse(time) >= Date.parse(String(Reflect.get(metadata, 'creationTimestamp')))
        )
      },
    )
    return web
  }

  it('moves two of three destinations on the rule’s own scale; the share of the third stays', async () => {
    await place.apply({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'legacy', namespace: place.namespace },
      spec: { type: 'ExternalName', externalName: 'legacy.example.com' },
    })
    const web = await written({
      route: [...split('web', { v1: 5, v2: 5 }), { destination: { host: 'legacy' }, weight: 1 }],
    })
    const before = await place.route('web')
    const { routes } = await web.detail()
    expect(routes[0]?.rules[0]).toMatchObject({ total: 11 })
    expect(
      routes[0]?.rules[0]?.destinations.map(({ key, percent }) => [key, Math.round(percent * 10)]),
    ).toEqual([
      ['v1', 455],
      ['v2', 455],
      ['legacy~~', 91],
    ])

    const moved = await web.setWeights('release-manager', { v1: 3, v2: 7 })
    expect([moved.status, moved.body.after]).toMatchObject([
      200,
      { weights: { v1: 3, v2: 7, 'legacy~~': 1 } },
    ])
    expect(changes(before, await place.route('web'))).toEqual(weightsOf(0, 1))
    expect((await undo(moved.body.id)).body).toMatchObject({ outcome: 'applied' })
    expect(changes(before, await place.route('web'))).toEqual([])

    const refused = await web.setWeights('release-manager', { v1: 60, v2: 40 })
    expect([refused.status, refused.body]).toMatchObject([422, { code: 'invalid' }])
    const scaled = await web.setWeights('release-manager', { v1: 60, v2: 40 }, { total: 110 })
    expect([scaled.status, scaled.body.after]).toMatchObject([
      200,
      { weights: { v1: 60, v2: 40, 'legacy~~': 10 } },
    ])
    await web.untilWeights({ v1: 60, v2: 40, 'legacy~~': 10 })
    expect((await undo(scaled.body.id)).body).toMatchObject({ outcome: 'applied' })
    expect((await place.route('web')).spec).toEqual(before.spec)
  })

  it('keeps everything that it was not asked to change, and gives the exact spec back', async () => {
    const metadata = {
      labels: { team: 'payments', 'example.com/tier': 'gold' },
      annotations: {
        note: '# who touches this asks Mia first\n# ~/{"a": "b"}',
        'example.com/a.b-c_d': '~1 and ~0 stay as they are',
      },
    }
    const spec = {
      exportTo: ['.'],
      tls: [
        { match: [{ port: 443, sniHosts: ['web.example.com'] }], route: [{ destination: { host: 'web' } }] },
      ],
      hosts: ['web', 'web.example.com'],
    }
    const web = await written(
      {
        match: [{ uri: { regex: '/a~b/.*' } }, { headers: { 'x-a': { prefix: '"é' } } }],
        route: [
          {
            ...split('web', { v1: 90 })[0],
            headers: { response: { add: { 'x-from': 'v1' } } },
          },
          { ...split('web', { v2: 10 })[0] },
        ],
        timeout: '1.5s',
        retries: { attempts: 2, perTryTimeout: '0.5s', retryOn: '5xx' },
        corsPolicy: { allowOrigins: [{ exact: 'https://example.com' }], allowMethods: ['GET'] },
        headers: { request: { set: { 'x-route': 'main' } } },
        fault: { delay: { percentage: { value: 0.1 }, fixedDelay: '5s' } },
      },
      { metadata, spec },
    )
    const before = await place.route('web')
    const tried = await web.setWeights('release-manager', { v1: 80, v2: 20 }, { dryRun: true })
    expect([tried.status, tried.body.outcome]).toEqual([200, 'dry-run'])
    expect((await place.route('web')).metadata.resourceVersion).toBe(before.metadata.resourceVersion)

    const moved = await web.setWeights('release-manager', { v1: 75, v2: 25 }, { reason: 'quarter' })
    const after = await place.route('web')
    expect(changes(before, after)).toEqual(weightsOf(0, 1))
    expect(after.metadata.annotations?.['aviary.dev/operation']).toBe(moved.body.id)
    expect((await undo(moved.body.id)).body).toMatchObject({ outcome: 'applied' })
    expect(changes(before, await place.route('web'))).toEqual([])
  })

  it('adds a weight where none stood, and takes it away by undo', async () => {
    const [v1, v2] = split('web', { v1: 100, v2: 0 })
    const web = await written({ route: [v1, { destination: v2?.destination }] })
    const before = await place.route('web')
    const moved = await web.setWeights('release-manager', { v1: 99, v2: 1 })
    expect(moved.body).toMatchObject({ outcome: 'applied' })
    expect(changes(before, await place.route('web'))).toEqual(weightsOf(0, 1))
    await undo(moved.body.id)
    expect((await place.route('web')).spec).toEqual(before.spec)
  })

  it('moves a route that was written as v1beta1', async () => {
    const web = await written(
      { route: split('web', { v1: 100, v2: 0 }) },
      { apiVersion: 'networking.istio.io/v1beta1' },
    )
    const before = await place.route('web')
    expect((await web.setWeights('release-manager', { v1: 50, v2: 50 })).body).toMatchObject({
      outcome: 'applied',
    })
    expect(changes(before, await place.route('web'))).toEqual(weightsOf(0, 1))
  })

  it('moves a route with a host for each version', async () => {
    await place.apply(
      ...['v1', 'v2'].map((version) =>
        serviceManifest(place.namespace, `web-${version}`, { app: 'web', version }),
      ),
    )
    const host = `web-v2.${place.namespace}.svc.cluster.local`
    const web = await written({
      route: [
        { destination: { host: 'web-v1' }, weight: 100 },
        { destination: { host }, weight: 0 },
      ],
    })
    const before = await place.route('web')
    const { routes } = await web.detail()
    expect(routes[0]?.rules[0]?.destinations).toMatchObject([
      { key: 'v1', version: 'v1', host: 'web-v1' },
      { key: 'v2', version: 'v2', host },
    ])
    expect((await web.setWeights('release-manager', { v1: 85, v2: 15 })).body).toMatchObject({
      outcome: 'applied',
    })
    expect(changes(before, await place.route('web'))).toEqual(weightsOf(0, 1))
  })

  it('moves the delegate of a route, and says so on the rule that delegates', async () => {
    await written({
      match: [{ uri: { prefix: '/images' } }],
      delegate: { name: 'web-images', namespace: place.namespace },
    })
    await place.apply({
      ...routeManifest(place.namespace, 'web-images', []),
      spec: { http: [{ name: 'images', route: split('web', { v1: 100, v2: 0 }) }] },
    })
    const images = await place.sees('web', 'images')
    const before = await place.route('web-images')
    expect((await images.setWeights('release-manager', { v1: 90, v2: 10 })).body).toMatchObject({
      outcome: 'applied',
    })
    expect(changes(before, await place.route('web-images'))).toEqual(weightsOf(0, 1))
    const root = await subject(place.namespace, 'web')
    const refused = await root.setWeights('release-manager', { v1: 90, v2: 10 })
    expect([refused.status, refused.body]).toMatchObject([422, { code: 'unsupported' }])
    expect(JSON.stringify(refused.body)).toContain('web-images')
    await kubectl('delete', 'virtualservice', 'web-images', '-n', place.namespace)
  })

  it('blocks more traffic for a version without ready pods, and lets it be taken away', async () => {
    const web = await written({ route: split('web', { v1: 90, v2: 10 }) })
    const empty = deploymentManifest(place.namespace, 'web', 'v2', { replicas: 0 })
    await place.apply(empty)
    const pods = async () =>
      (await web.detail()).versions.find(({ version }) => version === 'v2')?.workloads[0]?.ready
    await until('no pods of v2', pods, (ready) => ready === 0)
    const before = await place.route('web')
    const refused = await web.setWeights('release-manager', { v1: 80, v2: 20 })
    expect([refused.status, refused.body]).toMatchObject([422, { code: 'blocked' }])
    expect(changes(before, await place.route('web'))).toEqual([])
    const back = await web.setWeights('on-call', { v1: 100, v2: 0 })
    expect([back.status, back.body.outcome]).toEqual([200, 'applied'])
    await place.apply(deploymentManifest(place.namespace, 'web', 'v2', { replicas: 1 }))
    await until('pods of v2', pods, (ready) => ready === 1)
  })

  it('refuses on a plain Service what it cannot do there', async () => {
    await kubectl('delete', 'virtualservice', 'web', '-n', place.namespace, '--ignore-not-found')
    const web = await subject(place.namespace, 'web')
    const { routes } = await until(
      'the Service alone',
      web.detail,
      (now) => now.routes[0]?.kind === 'Service',
    )
    const route = routes[0]
    expect(route?.capabilities).toMatchObject({ weights: true, mirror: false, addVersion: false })
    const path = `${web.path}/routes/${route?.id ?? ''}/rules/${route?.rules[0]?.id ?? ''}`
    for (const [method, verb, body] of [
      ['PUT', 'mirror', { to: 'v2', percent: 10 }],
      ['POST', 'destinations', { version: 'v2' }],
    ] as const) {
      const refused = await call<ProblemDto>('release-manager', method, `${path}/${verb}`, body)
      expect([verb, refused.status, refused.body.code]).toEqual([verb, 422, 'unsupported'])
    }
  })
})
