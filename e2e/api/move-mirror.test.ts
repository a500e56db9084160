import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ProblemDto } from '@/lib/contracts/common'
import type { OperationDto } from '@/lib/contracts/moves'
import { changes } from '../support/cluster'
import type { Rule } from '../support/manifests'
import { deploymentManifest, routeManifest, split } from '../support/manifests'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import type { Subject } from '../support/service'
import { call, until } from '../support/target'

interface WithMirrors {
  http: [{ mirror?: unknown; mirrorPercentage?: unknown; mirrors?: unknown[] }]
}

describe('mirrors of hand-written routes', () => {
  let place: Playground
  let web: Subject
  const main = { name: 'main', route: split('web', { v1: 100, v2: 0 }) }
  const log = { destination: { host: 'log.example.com' }, percentage: { value: 12.5 } }
  // Where deploy/admission is applied, a host that the route names nowhere any more does not come back by an undo.
  const logs = { name: 'logs', route: [{ destination: { host: 'log.example.com' } }] }

  beforeAll(async () => {
    place = await playground('mirror')
    await place.runs('web', { v1: { replicas: 1 }, v2: { replicas: 1 } })
  })

  afterAll(async () => {
    await place.remove()
  })

  const written = async (rule: Rule) => {
    await place.apply(routeManifest(place.namespace, 'web', [rule, logs]))
    web = await place.sees('web')
    const wanted =
      Number(rule['mirror'] !== undefined) + ((rule['mirrors'] as unknown[] | undefined)?.length ?? 0)
    await until('its mirrors', web.detail, ({ routes }) => routes[0]?.rules[0]?.mirrors.length === wanted)
    return await place.route('web')
  }
  const mirror = async (method: 'PUT' | 'DELETE', body?: unknown) =>
    call<OperationDto>('release-manager', method, `${await web.rulePath()}/mirror`, body)
  const rule = async () => ((await place.route('web')).spec as WithMirrors).http[0]
  const undo = (id: string) => call<OperationDto>('release-manager', 'POST', `/operations/${id}/undo`)

  it('sets, changes and removes the single mirror', async () => {
    const before = await written(main)
    const set = await mirror('PUT', { to: 'v2', percent: 20 })
    expect(set.body).toMatchObject({ outcome: 'applied', after: { mirrors: [{ to: 'v2', percent: 20 }] } })
    expect(await rule()).toMatchObject({
      mirror: { host: 'web', subset: 'v2' },
      mirrorPercentage: { value: 20 },
    })
    const first = await place.route('web')
    expect((await mirror('PUT', { to: 'v2', percent: 55 })).body).toMatchObject({ outcome: 'applied' })
    expect(changes(first, await place.route('web'))).toEqual(['/spec/http/0/mirrorPercentage/value'])
    const same = await mirror('PUT', { to: 'v2', percent: 55 })
    expect(same.body).toMatchObject({ outcome: 'applied', diff: [], writes: [] })
    const removed = await mirror('DELETE')
    expect(removed.body).toMatchObject({ outcome: 'applied', after: { mirrors: [] } })
    expect(changes(before, await place.route('web'))).toEqual([])
    await undo(removed.body.id)
    expect(changes(first, await place.route('web'))).toEqual(['/spec/http/0/mirrorPercentage/value'])
  })

  it('keeps the form mirrors[] and the other mirrors in it', async () => {
    const before = await written({ ...main, mirrors: [log] })
    const set = await mirror('PUT', { to: 'v2', percent: 30 })
    expect(set.body).toMatchObject({ outcome: 'applied' })
    expect(await rule()).toMatchObject({
      mirrors: [log, { destination: { host: 'web', subset: 'v2' }, percentage: { value: 30 } }],
    })
    expect(await rule()).not.toHaveProperty('mirror')
    expect((await mirror('PUT', { to: 'v2', percent: 40 })).body).toMatchObject({
      after: {
        mirrors: [
          { to: 'log.example.com~~', percent: 12.5 },
          { to: 'v2', percent: 40 },
        ],
      },
    })
    expect((await mirror('DELETE', { to: 'v2' })).body).toMatchObject({ outcome: 'applied' })
    expect(changes(before, await place.route('web'))).toEqual([])

    const all = await mirror('DELETE')
    expect(await rule()).not.toHaveProperty('mirrors')
    expect((await undo(all.body.id)).body).toMatchObject({ outcome: 'applied' })
    expect(changes(before, await place.route('web'))).toEqual([])
  })

  it('leaves weights, and a mirror that somebody else wrote, alone', async () => {
    const before = await written({ ...main, mirror: { host: 'log.example.com' } })
    const moved = await web.setWeights('release-manager', { v1: 90, v2: 10 })
    expect(moved.body.after).toMatchObject({ mirrors: [{ to: 'log.example.com~~', percent: 100 }] })
    expect(changes(before, await place.route('web'))).toEqual([
      '/spec/http/0/route/0/weight',
      '/spec/http/0/route/1/weight',
    ])
  })

  it('refuses impossible mirrors', async () => {
    const before = await written(main)
    for (const [body, code] of [
      [{ to: 'v2', percent: 101 }, 'invalid'],
      [{ to: 'v2', percent: -1 }, 'invalid'],
      [{ to: 'v2', percent: 12.5 }, 'invalid'],
      [{ to: 'v9', percent: 10 }, 'invalid'],
      [{ to: '', percent: 10 }, 'invalid'],
    ] as const) {
      const refused = (await mirror('PUT', body)) as { status: number; body: unknown }
      expect([body, refused.status, (refused.body as ProblemDto).code]).toEqual([body, 422, code])
    }
    expect(changes(before, await place.route('web'))).toEqual([])
  })

  it('blocks a mirror to a version without ready pods', async () => {
    await written(main)
    await place.apply(deploymentManifest(place.namespace, 'web', 'v2', { replicas: 0 }))
    const pods = ({ versions }: Awaited<ReturnType<Subject['detail']>>) =>
      versions.find(({ version }) => version === 'v2')?.workloads[0]?.ready
    await until('no pods of v2', web.detail, (now) => pods(now) === 0)
    const refused = (await mirror('PUT', { to: 'v2', percent: 100 })) as { status: number; body: unknown }
    expect([refused.status, (refused.body as ProblemDto).code]).toEqual([422, 'blocked'])
  })
})
