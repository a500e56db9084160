import { gunzipSync } from 'node:zlib'
import { request } from 'undici'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { TokenDto } from '@/lib/contracts/access'
import type { GraphDeltaDto, GraphDto, GraphFrameDto } from '@/lib/contracts/topology'
import { GraphFrameDto as FrameSchema } from '@/lib/contracts/topology'
import { applyDelta } from '@/lib/domain/topology/graph-delta'
import type { EventStream, Frame } from '../support/event-stream'
import { openEvents } from '../support/event-stream'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import type { Subject } from '../support/service'
import { callAs, signIn, signOut } from '../support/session'
import { appUrl, call, user } from '../support/target'

/** What a browser puts together of one view. */
const graphOf = (stream: EventStream, view = 0): GraphDto | undefined =>
  stream.frames
    .filter(({ event }) => event === 'graph')
    .map(({ data }) => data as unknown as GraphFrameDto)
    .filter((frame) => frame.view === view)
    .reduce<GraphDto | undefined>(
      (graph, frame) => ('graph' in frame ? frame.graph : graph && applyDelta(graph, frame.delta)),
      undefined,
    )

describe('the live graph', () => {
  let place: Playground
  let web: Subject
  const streams: EventStream[] = []

  beforeAll(async () => {
    place = await playground('live-graph')
    web = await place.splits('web', 40)
  })
  afterEach(() => {
    for (const stream of streams.splice(0)) stream.close()
  })
  afterAll(async () => {
    await place.remove()
  })

  const open = async (credential: Parameters<typeof openEvents>[0], views: readonly object[]) => {
    const query = new URLSearchParams({ scopes: 'audit', graphs: JSON.stringify(views) })
    const stream = await openEvents(credential, `?${query.toString()}`)
    streams.push(stream)
    return stream
  }
  const isGraph = ({ event, data }: Frame) => event === 'graph' && 'graph' in data
  const isDelta = ({ event, data }: Frame) => event === 'graph' && 'delta' in data
  const ask = async (path: string, headers: Record<string, string> = {}) => {
    const {
      statusCode,
      headers: got,
      body,
    } = await request(`${appUrl()}/api/v1${path}`, {
      headers: { authorization: `Bearer ${user('viewer').token}`, ...headers },
    })
    const bytes = Buffer.from(await body.arrayBuffer())
    const text = got['content-encoding'] === 'gzip' ? gunzipSync(bytes).toString() : bytes.toString()
    return { status: statusCode, headers: got, size: bytes.length, text }
  }

  it('comes whole, then as what changes, and shows a move at once', async () => {
    const stream = await open('viewer', [{ namespaces: place.namespace }])
    const whole = await stream.next('the graph', isGraph)
    expect(FrameSchema.safeParse(whole.data).error).toBeUndefined()
    const delta = await stream.next('a delta', isDelta)
    expect(FrameSchema.safeParse(delta.data).error).toBeUndefined()
    expect((delta.data['delta'] as GraphDeltaDto).base).toBe((whole.data['graph'] as GraphDto).revision)
    await web.setWeights('release-manager', { v1: 70, v2: 30 })
    await stream.next('30 % on v2', () =>
      (graphOf(stream)?.edges ?? []).some(
        ({ to, desiredShare }) => to.endsWith('~v2') && desiredShare === 30,
      ),
    )
    expect(graphOf(stream)?.nodes.every(({ id }) => id.length > 0)).toBe(true)
  })

  it('goes on from a revision that is kept, and begins anew from any other', async () => {
    const first = await open('viewer', [{ namespaces: place.namespace }])
    await first.next('a delta', isDelta)
    const { revision } = graphOf(first) ?? { revision: '' }
    first.close()
    const second = await open('viewer', [
      { namespaces: place.namespace, since: revision },
      { namespaces: place.namespace, since: 'gone.1' },
    ])
    await second.next('both views', () => new Set(second.frames.map(({ data }) => data['view'])).size > 2)
    const of = (view: number) =>
      second.frames.filter(({ event, data }) => event === 'graph' && data['view'] === view)
    expect(of(1)[0]?.data).toHaveProperty('graph')
    expect(of(0)[0]?.data).toMatchObject({ delta: { base: revision } })
  })

  it('shows each viewer only what the rights of now let it see', async () => {
    const agent = await signIn('viewer')
    const made = await callAs<TokenDto & { secret: string }>(agent, 'POST', '/tokens', {
      name: 'e2e live graph',
      role: 'viewer',
      scope: { namespace: place.namespace },
      expires: new Date(Date.now() + 600_000).toISOString(),
    })
    try {
      const stream = await open({ bearer: made.body.secret }, [{}])
      await stream.next('a delta', isDelta)
      const graph = graphOf(stream)
      expect(graph?.nodes.length).toBeGreaterThan(2)
      const others = graph?.nodes.filter(
        ({ namespace, kind }) =>
          namespace !== place.namespace && !['unknown', 'hidden', 'external'].includes(kind),
      )
      expect(others).toEqual([])
      await callAs(agent, 'DELETE', `/tokens/${made.body.id}`)
      const bye = await stream.next('the end', ({ event }) => event === 'bye', 20)
      expect(bye.data).toEqual({ reason: 'expired' })
    } finally {
      await signOut(agent)
    }
  })

  it('is answered compressed, tagged with its revision, and as 304 to who has it', async () => {
    const path = `/topology?namespaces=${place.namespace}`
    const plain = await ask(path)
    const packed = await ask(path, { 'accept-encoding': 'gzip' })
    expect(packed.headers['content-encoding']).toBe('gzip')
    expect(plain.headers['content-encoding']).toBeUndefined()
    expect(packed.size).toBeLessThan(plain.size)
    expect(JSON.stringify(packed.headers.vary)).toContain('accept-encoding')
    const graph = JSON.parse(packed.text) as GraphDto
    expect(packed.headers.etag).toBe(`W/"${graph.revision}"`)
    expect(Math.abs(graph.age - (Date.now() - Date.parse(graph.at)) / 1000)).toBeLessThan(30)
    // Between two ticks the state is the same; across one it is another.
    const again = await ask(path, { 'if-none-match': String(packed.headers.etag) })
    expect([200, 304]).toContain(again.status)
    expect(again.text === '').toBe(again.status === 304)
  })

  it.each([
    'nonsense',
    '{}',
    '[{"level":"galaxy"}]',
    '[{"window":"0s"}]',
    JSON.stringify(Array.from({ length: 9 }, () => ({}))),
  ])('refuses views that it does not understand: %s', async (graphs) => {
    const answer = await call('viewer', 'GET', `/events?graphs=${encodeURIComponent(graphs)}`)
    expect([answer.status, (answer.body as { code?: string }).code]).toEqual([400, 'malformed'])
  })
})
