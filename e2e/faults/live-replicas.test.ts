import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { GraphFrameDto } from '@/lib/contracts/topology'
import type { EventStream, Frame } from '../support/event-stream'
import { openEvents } from '../support/event-stream'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import type { Subject } from '../support/service'
import { call, demo } from '../support/target'
import type { FaultStack } from './stack'
import { startFaultStack } from './stack'

/** From the change on one replica to the frame on the other. */
const limitSeconds = 2

describe('two replicas and the people who look at them', () => {
  let stack: FaultStack
  let other: { url: string }
  let place: Playground
  let web: Subject
  let weight = 0
  const streams: EventStream[] = []

  beforeAll(async () => {
    stack = await startFaultStack()
    other = await stack.another()
    place = await playground('live-replicas')
    web = await place.splits('web', 40)
  }, 300_000)
  afterEach(() => {
    for (const stream of streams.splice(0)) stream.close()
    process.env['AVIARY_URL'] = stack.url
  })
  afterAll(async () => {
    await place.remove()
    await stack.stop()
  })

  const openAt = async (url: string, role: 'viewer' | 'admin', query: string) => {
    process.env['AVIARY_URL'] = url
    const stream = await openEvents(role, query)
    process.env['AVIARY_URL'] = stack.url
    streams.push(stream)
    await stream.next('the snapshot', ({ event }) => event === 'snapshot')
    return stream
  }
  const move = async () => {
    weight += 1
    const moved = await web.setWeights('release-manager', { v1: 100 - weight, v2: weight })
    expect(moved.status, JSON.stringify(moved.body)).toBe(200)
    return moved.body.id
  }
  const outcomeOf =
    (id: string, outcome = 'applied') =>
    ({ event, data }: Frame) =>
      event === 'operation' && data['id'] === id && data['outcome'] === outcome

  it('shows on one what was moved through the other, once on each', { timeout: 60_000 }, async () => {
    const query = `?scopes=operations&namespaces=${place.namespace}`
    const here = await openAt(stack.url, 'viewer', query)
    const there = await openAt(other.url, 'viewer', query)
    const first = await move()
    for (const stream of [here, there]) await stream.next('the move', outcomeOf(first), limitSeconds)
    // A second move brings everything that the first may have left on its way.
    const second = await move()
    for (const stream of [here, there]) {
      await stream.next('the second move', outcomeOf(second), limitSeconds)
      expect(stream.frames.filter(outcomeOf(first))).toHaveLength(1)
    }
  })

  it('shows releases and the log of the other one too', { timeout: 60_000 }, async () => {
    const there = await openAt(other.url, 'admin', '?scopes=releases,audit')
    const created = await call<{ id: string; version: number }>('release-manager', 'POST', '/releases', {
      service: web.ref,
      from: 'v1',
      to: 'v2',
      plan: { preset: 'linear', step: 50, bake: '30m' },
    })
    const { id, version } = created.body
    const told = await there.next(
      'the release',
      ({ event, data }) => event === 'release' && data['id'] === id,
      limitSeconds,
    )
    expect(told.data['version']).toBe(version)
    await there.next(
      'the log',
      ({ event, data }) => event === 'delta' && data['scope'] === 'audit',
      limitSeconds,
    )
    await call('release-manager', 'DELETE', `/releases/${id}`)
  })

  it('shows them also after the connections that listen were killed', { timeout: 60_000 }, async () => {
    const there = await openAt(other.url, 'viewer', `?scopes=operations&namespaces=${place.namespace}`)
    const server = new pg.Client({ connectionString: demo().database })
    await server.connect()
    try {
      const { rowCount } = await server.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'aviary live'`,
      )
      expect(rowCount).toBeGreaterThan(1)
    } finally {
      await server.end()
    }
    const moved = await move()
    await there.next('the move', outcomeOf(moved), limitSeconds)
  })

  it('gives the whole graph to who comes from the other replica', { timeout: 60_000 }, async () => {
    const graphs = (view: object) =>
      `?${new URLSearchParams({ scopes: 'topology', graphs: JSON.stringify([view]) }).toString()}`
    const here = await openAt(stack.url, 'viewer', graphs({}))
    const whole = await here.next('the graph', ({ event }) => event === 'graph')
    const { graph } = whole.data as unknown as Extract<GraphFrameDto, { graph: unknown }>
    const there = await openAt(other.url, 'viewer', graphs({ since: graph.revision }))
    const next = await there.next('the graph', ({ event }) => event === 'graph')
    expect(next.data).toHaveProperty('graph')
  })
})
