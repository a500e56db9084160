import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { TokenDto } from '@/lib/contracts/access'
import type { OperationDto } from '@/lib/contracts/moves'
import type { ReleaseDto } from '@/lib/contracts/releases'
import type { EventStream, Frame } from '../support/event-stream'
import { openEvents } from '../support/event-stream'
import { routeManifest, split } from '../support/manifests'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import type { Subject } from '../support/service'
import { callAs, signIn, signOut } from '../support/session'
import { call } from '../support/target'

/** From the change to the frame, on a machine that also runs the cluster and the tests. */
const limitMs = 2000

describe('the live channel', () => {
  let place: Playground
  let web: Subject
  let weight = 0
  const streams: EventStream[] = []

  beforeAll(async () => {
    place = await playground('live')
    await place.runs('web', { v1: { replicas: 1 }, v2: { replicas: 1 } })
    const rule = { name: 'main', route: split('web', { v1: 1000, v2: 0 }) }
    await place.apply(routeManifest(place.namespace, 'web', [rule]))
    web = await place.sees('web')
  })

  afterEach(() => {
    for (const stream of streams.splice(0)) stream.close()
  })

  afterAll(async () => {
    await place.remove()
  })

  const open = async (...args: Parameters<typeof openEvents>) => {
    const stream = await openEvents(...args)
    streams.push(stream)
    return stream
  }
  const begun = async (...args: Parameters<typeof openEvents>) => {
    const stream = await open(...args)
    await stream.next('the snapshot', ({ event }) => event === 'snapshot')
    return stream
  }
  /** Another weight at each call, so that each is a change. */
  const change = (where = place) => {
    weight += 1
    return where.patchRoute('web', [{ op: 'replace', path: '/spec/http/0/route/1/weight', value: weight }])
  }
  const isDelta =
    (namespace: string, after = 0) =>
    ({ event, data, at }: Frame) =>
      event === 'delta' && data['namespace'] === namespace && data['kind'] === 'VirtualService' && at >= after

  it('is closed to the anonymous', async () => {
    expect((await open(null)).status).toBe(401)
  })

  it('begins with a snapshot, and tells of a change by kubectl with its writer', async () => {
    const stream = await begun('viewer')
    expect(stream.headers.get('content-type')).toContain('text/event-stream')
    expect(stream.headers.get('cache-control')).toContain('no-store')
    expect(stream.frames[0]?.event).toBe('snapshot')
    await change()
    const written = Date.now()
    const delta = await stream.next('the change', isDelta(place.namespace))
    expect(delta.at - written).toBeLessThan(limitMs)
    expect(delta.data).toMatchObject({ kind: 'VirtualService', name: 'web', scope: 'services' })
    const { manager, time } = delta.data['writer'] as { manager: string; time: string }
    expect(manager).toContain('kubectl')
    expect(Math.abs(Date.parse(time) - written)).toBeLessThan(10_000)
  })

  it('tells of an operation while it runs and when it has ended', async () => {
    const stream = await begun('viewer', `?scopes=operations&namespaces=${place.namespace}`)
    const moved = await web.setWeights('release-manager', { v1: 900, v2: 100 }, { total: 1000 })
    const operation = ({ event, data }: Frame) =>
      event === 'operation' && (data as unknown as OperationDto).id === moved.body.id
    const ended = await stream.next(
      'the outcome',
      (frame) => operation(frame) && frame.data['outcome'] === 'applied',
    )
    expect(stream.frames.filter(operation).map(({ data }) => data['outcome'])).toEqual(['pending', 'applied'])
    expect(ended.data).toMatchObject({
      action: 'set-weights',
      actor: { name: 'Rita Release' },
      undoable: true,
    })
    expect(ended.data).not.toHaveProperty('inverse')
    expect(stream.frames.filter(({ event }) => event === 'delta')).toEqual([])
  })

  it('tells of a release at each of its versions', async () => {
    await web.setWeights('release-manager', { v1: 100, v2: 0 }, { total: 100 })
    await web.untilWeights({ v1: 100, v2: 0 })
    const stream = await begun('viewer', '?scopes=releases')
    const created = await call<ReleaseDto>('release-manager', 'POST', '/releases', {
      service: web.ref,
      from: 'v1',
      to: 'v2',
      plan: { preset: 'linear', step: 50, bake: '30m' },
    })
    const { id } = created.body
    await call('release-manager', 'POST', `/releases/${id}/start`)
    await web.untilWeights({ v1: 50, v2: 50 })
    const aborted = await call<ReleaseDto>('on-call', 'POST', `/releases/${id}/abort`)
    expect(aborted.body.state).toBe('aborted')
    const mine = ({ event, data }: Frame) => event === 'release' && data['id'] === id
    await stream.next('the end', (frame) => mine(frame) && frame.data['version'] === aborted.body.version)
    const told = stream.frames.filter(mine).map(({ data }) => data)
    const versions = told.map(({ version }) => Number(version))
    expect(versions).toEqual(versions.toSorted((a, b) => a - b))
    const news = told.map(({ version, measurement }) => `${String(version)} ${String(measurement)}`)
    expect(new Set(news).size).toBe(news.length)
  })

  it('goes on after a break where it stopped, without a snapshot', async () => {
    const first = await begun('viewer', `?namespaces=${place.namespace}`)
    await change()
    const seen = await first.next('a change', isDelta(place.namespace))
    first.close()
    const missed = Date.now()
    await change()
    await change()
    const second = await open('viewer', `?namespaces=${place.namespace}`, seen.id)
    await second.next('what was missed', isDelta(place.namespace, missed))
    expect(second.frames.some(({ event }) => event === 'snapshot')).toBe(false)
    const ids = second.frames.map(({ id }) => Number(id))
    expect(ids).toEqual(ids.toSorted((a, b) => a - b))
    expect(ids.every((id) => id > Number(seen.id))).toBe(true)
  })

  it.each(['nonsense', '1', '9007199254740990', '-1', '1e9'])(
    'gives a snapshot to whom it does not know where it stopped: %s',
    async (id) => {
      const stream = await open('viewer', '', id)
      await stream.next('the snapshot', ({ event }) => event === 'snapshot')
      expect(stream.frames[0]?.event).toBe('snapshot')
    },
  )

  it('tells only of what the viewer may see and asked for', async () => {
    const other = await playground('live-other')
    const agent = await signIn('viewer')
    try {
      const route = [{ name: 'main', route: split('web', { v1: 1, v2: 0 }) }]
      await other.apply(routeManifest(other.namespace, 'web', route))
      const token = await callAs<TokenDto & { secret: string }>(agent, 'POST', '/tokens', {
        name: 'e2e live',
        role: 'viewer',
        scope: { namespace: place.namespace },
        expires: new Date(Date.now() + 600_000).toISOString(),
      })
      const narrow = await begun({ bearer: token.body.secret })
      const asked = await begun('viewer', `?namespaces=${place.namespace}`)
      const wide = await begun('viewer')
      await change(other)
      await wide.next('the change of the other namespace', isDelta(other.namespace))
      await change()
      for (const stream of [narrow, asked]) {
        await stream.next('the change of its own namespace', isDelta(place.namespace))
        expect(JSON.stringify(stream.frames)).not.toContain(other.namespace)
      }
      await callAs(agent, 'DELETE', `/tokens/${token.body.id}`)
    } finally {
      await signOut(agent)
      await other.remove()
    }
  })
})
