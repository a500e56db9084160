import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ProblemDto } from '@/lib/contracts/common'
import type { OperationDto } from '@/lib/contracts/moves'
import type { RolloutDto } from '@/lib/contracts/rollouts'
import { changes, live, patch } from '../support/cluster'
import { deploymentManifest, serviceManifest } from '../support/manifests'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import type { Role } from '../support/target'
import { call, clusterName, kubectl, until } from '../support/target'

type Page = { items: RolloutDto[]; next: string | null }

let cluster: string
beforeAll(async () => {
  cluster = await clusterName()
})

const list = async (query: string) => (await call<Page>('viewer', 'GET', `/rollouts?${query}`)).body.items
const one = async (id: string) => (await call<RolloutDto>('viewer', 'GET', `/rollouts/${id}`)).body
const tell = (role: Role, id: string, verb: string, body: object = {}) =>
  call<OperationDto & ProblemDto>(role, 'POST', `/rollouts/${id}/${verb}`, body)
const reach = (id: string, state: RolloutDto['state'], seconds = 120) =>
  until(
    `${id} ${state}`,
    () => one(id),
    (rollout) => rollout.state === state,
    seconds,
  )

/** A pipeline's new image, by kubectl. */
const release = (namespace: string, name: string, image: string) =>
  patch('deployment', namespace, name, [
    { op: 'replace', path: '/spec/template/spec/containers/0/image', value: image },
  ])

describe('a rolling release that a pipeline started', () => {
  const [namespace, name] = ['kiosk', 'poster']
  let id: string
  let image: string

  beforeAll(async () => {
    id = `${cluster}~deployment~${namespace}~${name}`
    await reach(id, 'complete')
    image = (await one(id)).to.images[0] ?? ''
  })

  afterAll(async () => {
    await kubectl('rollout', 'resume', 'deployment', name, '-n', namespace).catch((error: unknown) => {
      // Nothing to resume is what a test that went well leaves.
      if (!String(error).includes('not paused')) throw error
    })
    await release(namespace, name, image)
  })

  it('is shown, paused, resumed and undone, each step in the log', async () => {
    const before = await live('deployment', namespace, name)
    await release(namespace, name, `${image}-next`)
    const [seen] = await until(
      'the rollout',
      () => list(`service=${encodeURIComponent(`${cluster}/${namespace}/${name}`)}`),
      ([rollout]) => rollout?.state === 'progressing' && rollout.to.replicaSet !== undefined,
    )
    expect(seen).toMatchObject({
      id,
      tool: 'kubernetes',
      kind: 'rolling',
      service: { cluster, namespace, name },
      from: { images: [image] },
      to: { images: [`${image}-next`] },
      desired: 5,
      limits: { maxSurge: '1', maxUnavailable: '0' },
      allowed: ['pause', 'undo'],
    })
    expect(seen?.from?.version).toBe(seen?.to.version)

    expect((await tell('viewer', id, 'pause')).status).toBe(403)
    const stale = await tell('on-call', id, 'pause', { expectedRevision: 'something-else' })
    expect([stale.status, stale.body.code]).toEqual([409, 'conflict'])
    const paused = await tell('on-call', id, 'pause', { reason: 'errors in the new one' })
    expect([paused.status, paused.body]).toMatchObject([200, { action: 'pause-rollout', outcome: 'applied' }])
    await reach(id, 'paused')
    expect((await live('deployment', namespace, name)).spec).toMatchObject({ paused: true })
    const twice = await tell('on-call', id, 'pause')
    expect([twice.status, twice.body]).toMatchObject([
      409,
      { code: 'wrong-state', state: 'paused', allowed: ['resume', 'undo'] },
    ])

    expect((await tell('on-call', id, 'resume')).status).toBe(403)
    const resumed = await tell('release-manager', id, 'resume')
    expect(resumed.body).toMatchObject({ action: 'resume-rollout', outcome: 'applied' })
    await until(
      'going on',
      () => one(id),
      ({ state }) => state !== 'paused',
    )

    const { spec } = await live('deployment', namespace, name)
    const tried = await tell('release-manager', id, 'undo', { dryRun: true })
    expect(tried.body).toMatchObject({
      outcome: 'dry-run',
      after: { to: { images: [image] } },
      diff: [
        {
          patch: [
            { op: 'test', path: '/spec/template/spec/containers/0/image', value: `${image}-next` },
            { op: 'replace', path: '/spec/template/spec/containers/0/image', value: image },
          ],
        },
      ],
    })
    expect((await live('deployment', namespace, name)).spec).toEqual(spec)
    const undone = await tell('release-manager', id, 'undo', { reason: 'back to what worked' })
    expect([undone.status, undone.body]).toMatchObject([200, { action: 'undo-rollout', outcome: 'applied' }])
    const after = await live('deployment', namespace, name)
    expect(after.spec).toEqual(before.spec)
    expect((await reach(id, 'complete')).to.images).toEqual([image])

    const log = await call<{ items: OperationDto[] }>(
      'viewer',
      'GET',
      `/operations?service=${encodeURIComponent(`${cluster}/${namespace}/${name}`)}&limit=3`,
    )
    expect(log.body.items.map(({ action }) => action)).toEqual([
      'undo-rollout',
      'resume-rollout',
      'pause-rollout',
    ])
    expect(log.body.items.every(({ auditSeq }) => (auditSeq ?? 0) > 0)).toBe(true)
  })
})

describe('releases of own workloads', () => {
  let place: Playground

  beforeAll(async () => {
    place = await playground('rollouts')
    const body = deploymentManifest(place.namespace, 'board', 'v1', { replicas: 2 }) as { spec: object }
    await place.apply(serviceManifest(place.namespace, 'board', { app: 'board' }), {
      ...body,
      spec: { ...body.spec, strategy: { type: 'Recreate' } },
    })
  })

  afterAll(async () => {
    await place.remove()
  })

  it('are listed as recreating, undone by one field, and the undo is taken back by its operation', async () => {
    const id = `${cluster}~deployment~${place.namespace}~board-v1`
    await reach(id, 'complete')
    // A first start is no release.
    expect(await list(`namespace=${place.namespace}`)).toEqual([])
    expect((await list(`namespace=${place.namespace}&all=true`)).map((rollout) => rollout.id)).toEqual([id])
    const before = await live('deployment', place.namespace, 'board-v1')
    await release(place.namespace, 'board-v1', 'e2e/board:bad')
    const done = await until(
      'the new image everywhere',
      () => one(id),
      ({ state, to }) => state === 'complete' && to.images[0] === 'e2e/board:bad',
    )
    expect(done).toMatchObject({ kind: 'recreate', from: { images: ['e2e/board:v1'] } })
    expect((await list(`namespace=${place.namespace}`)).map((rollout) => rollout.id)).toEqual([id])

    const undone = await tell('release-manager', id, 'undo')
    const after = await live('deployment', place.namespace, 'board-v1')
    expect(after.spec).toEqual(before.spec)
    await until(
      'the old image',
      () => one(id),
      ({ to }) => to.images[0] === 'e2e/board:v1',
    )
    const back = await call<OperationDto>('release-manager', 'POST', `/operations/${undone.body.id}/undo`, {})
    expect([back.status, back.body.outcome]).toEqual([200, 'applied'])
    expect(changes(after, await live('deployment', place.namespace, 'board-v1'))).toContain(
      '/spec/template/spec/containers/0/image',
    )
  })

  it('do not exist under other ids', async () => {
    for (const id of [
      'nonsense',
      `${cluster}~deployment~${place.namespace}~none`,
      `x~deployment~kiosk~poster`,
    ]) {
      expect((await call('viewer', 'GET', `/rollouts/${id}`)).status).toBe(404)
      expect((await tell('release-manager', id, 'undo')).status).toBe(404)
    }
  })
})

describe('releases of other controllers', () => {
  it('are shown with their state, and are theirs alone', async () => {
    const items = await list('namespace=owned')
    const find = (tool: string) => items.find((rollout) => rollout.tool === tool)
    expect(find('argo-rollouts')).toMatchObject({
      kind: 'canary',
      state: 'paused',
      weight: 20,
      step: { index: 2, of: 4 },
      from: { version: 'v1' },
      to: { version: 'v2' },
      allowed: [],
    })
    expect(find('flagger')).toMatchObject({
      kind: 'canary',
      state: 'progressing',
      weight: 10,
      step: { index: 1, of: 5 },
      allowed: [],
    })
    for (const tool of ['argo-rollouts', 'flagger']) {
      const refused = await tell('admin', find(tool)?.id ?? '', 'pause')
      expect([refused.status, refused.body.code]).toEqual([422, 'owned'])
    }
  })
})
