import { beforeAll, describe, expect, test, vi } from 'vitest'
import type { EdgeFiguresDto, GraphDto, GraphEdgeDto } from '@/lib/contracts/topology'
import { callAs, signIn, signOut } from '../support/session'
import { call } from '../support/target'

/** Traffic has flowed for a while before a window is full. */
const patience = { timeout: 45_000, interval: 1_000 }
const body = (edges: readonly string[]) => ({ window: '60s', level: 'versioned-app', edges })

const upper = ({ high }: { high: number | null }) => high ?? Number.POSITIVE_INFINITY

describe('figures of edges on screen', () => {
  let edges: GraphEdgeDto[] = []
  const find = (to: string, protocol: string) => {
    const edge = edges.find((one) => one.to.endsWith(to) && one.protocol === protocol)
    if (edge === undefined) throw new Error(`no ${protocol} edge to ${to}`)
    return edge.id
  }

  beforeAll(async () => {
    edges = await vi.waitFor(async () => {
      const { body: graph } = await call<GraphDto>('viewer', 'GET', '/topology?namespaces=shop')
      const found = graph.edges.filter(({ rate, bytesRate }) => rate > 0 || (bytesRate ?? 0) > 0)
      expect(found.length).toBeGreaterThan(3)
      return found
    }, patience)
  })

  test('an http edge has latencies in order, an average inside them, and bytes both ways', async () => {
    const id = find('~shop~frontend', 'http')
    await vi.waitFor(async () => {
      const reply = await call<EdgeFiguresDto>('viewer', 'POST', '/topology/figures', body([id]))
      expect(reply.status).toBe(200)
      expect(reply.body.dropped).toEqual([])
      const [item] = reply.body.items
      expect(item?.id).toBe(id)
      const { p50, p95, p99 } = item?.latency ?? {}
      if (!p50 || !p95 || !p99) throw new Error('no latency yet')
      expect(p50.low).toBeLessThanOrEqual(p95.low)
      expect(p95.low).toBeLessThanOrEqual(p99.low)
      expect(upper(p50)).toBeLessThanOrEqual(upper(p95))
      expect(upper(p95)).toBeLessThanOrEqual(upper(p99))
      expect(item?.average).toBeGreaterThan(0)
      expect(item?.requestBytesRate).toBeGreaterThan(0)
      expect(item?.responseBytesRate).toBeGreaterThan(0)
    }, patience)
  })

  test('the edges to the versions add up to the one to their service', async () => {
    const frontend = edges.find(({ id }) => id === find('~shop~frontend', 'http'))?.to
    const parts = edges.filter(({ from, protocol }) => from === frontend && protocol === 'http')
    const into = edges.filter(({ to, protocol }) => to === frontend && protocol === 'http')
    const ids = [...parts, ...into].map(({ id }) => id)
    const { body: figures } = await call<EdgeFiguresDto>('viewer', 'POST', '/topology/figures', body(ids))
    const sum = (of: readonly GraphEdgeDto[]) =>
      of.reduce(
        (total, { id }) => total + (figures.items.find((item) => item.id === id)?.requestBytesRate ?? 0),
        0,
      )
    expect(sum(parts)).toBeGreaterThan(0)
    // Requests that reached no version are in the one and not in the other.
    expect(sum(parts)).toBeLessThanOrEqual(sum(into) * 1.0001)
    expect(sum(parts)).toBeGreaterThan(sum(into) * 0.8)
  })

  test('tcp has bytes and no latencies', async () => {
    const tcp = edges.find(({ protocol }) => protocol === 'tcp')
    if (tcp === undefined) throw new Error('no edge of tcp')
    const { body: figures } = await call<EdgeFiguresDto>(
      'viewer',
      'POST',
      '/topology/figures',
      body([tcp.id]),
    )
    expect(figures.items[0]?.latency).toBeUndefined()
    expect(figures.items[0]?.responseBytesRate).toBeGreaterThan(0)
  })

  test('edges that are not there, or not to be seen, are absent', async () => {
    const id = find('~shop~frontend', 'http')
    const agent = await signIn('viewer')
    const made = await callAs<{ id: string; secret: string }>(agent, 'POST', '/tokens', {
      name: 'e2e figures of the market',
      role: 'viewer',
      scope: { namespace: 'market' },
      expires: new Date(Date.now() + 3_600_000).toISOString(),
    })
    expect(made.status).toBe(201)
    try {
      const reply = await call<EdgeFiguresDto>(null, 'POST', '/topology/figures', body([id, 'a|b|http']), {
        authorization: `Bearer ${made.body.secret}`,
      })
      expect([reply.status, reply.body.items, reply.body.dropped]).toEqual([200, [], []])
    } finally {
      await callAs(agent, 'DELETE', `/tokens/${made.body.id}`)
      await signOut(agent)
    }
  })

  test('more than 200 edges are refused', async () => {
    const many = Array.from({ length: 201 }, (_none, index) => `a|${index}|http`)
    const reply = await call<{ code: string }>('viewer', 'POST', '/topology/figures', body(many))
    expect([reply.status, reply.body.code]).toEqual([422, 'invalid'])
  })
})
