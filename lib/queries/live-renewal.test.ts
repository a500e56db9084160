import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { GraphDto } from '../contracts/topology'
import { liveRenewal, type LiveRenewal } from './live-renewal'
import { viewKey } from './live-views'
import { lookEvery, topologyQuery } from './topology'

const filters = { namespaces: 'shop' }
const key = viewKey(filters)
const graph = (revision: string): GraphDto => ({
  revision,
  at: '2026-01-01T00:00:00Z',
  window: 60,
  source: 'istio',
  age: 2,
  stale: false,
  level: 'versioned-app',
  nodes: [],
  edges: [],
  hidden: 0,
  staleParts: [],
  routes: 'live',
})
const none = { added: [], changed: [], removed: [] }
const delta = (base: string, revision: string) => ({
  view: 0,
  delta: { ...graph(revision), base, nodes: none, edges: none },
})
const operation = { id: 'op-1', service: { cluster: 'eu', namespace: 'shop', name: 'till' } }

let client: QueryClient
let renewal: LiveRenewal
let asked: number
let stopLooking: () => void
const shownAgain = vi.fn()

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 })
  client = new QueryClient()
  client.setQueryData(topologyQuery(filters).queryKey, graph('r1'))
  asked = 0
  const observer = new QueryObserver(client, {
    ...topologyQuery(filters),
    queryFn: () => {
      asked += 1
      return Promise.resolve(graph('r1'))
    },
    staleTime: Infinity,
  })
  stopLooking = observer.subscribe(() => undefined)
  shownAgain.mockClear()
  renewal = liveRenewal(client, shownAgain)
})
afterEach(() => {
  renewal.stop()
  stopLooking()
  client.clear()
  vi.useRealTimers()
})

const revision = () => client.getQueryData(topologyQuery(filters).queryKey)?.revision
const pollsEvery = () => lookEvery(filters)
/** Shown, and followed by the stream for a while. */
async function follow(): Promise<void> {
  renewal.show(filters)
  renewal.follow([key])
  await vi.advanceTimersByTimeAsync(5_000)
  asked = 0
}

describe('a graph that the stream follows', () => {
  test('is told of with the revision that is there, and is polled no longer', async () => {
    renewal.show(filters)
    expect(renewal.views()).toEqual([{ key, view: filters, since: 'r1' }])
    expect(shownAgain).toHaveBeenCalledOnce()
    expect(pollsEvery()).toBe(5_000)
    await follow()
    expect(pollsEvery()).toBe(false)
  })

  test('changes by its deltas, without a question', async () => {
    await follow()
    renewal.graph(key, delta('r1', 'r2'))
    renewal.graph(key, delta('r2', 'r3'))
    await vi.advanceTimersByTimeAsync(2_000)
    expect([revision(), asked]).toEqual(['r3', 0])
  })

  test('is asked for once when a delta does not fit', async () => {
    await follow()
    renewal.graph(key, delta('r7', 'r8'))
    renewal.graph(key, delta('r8', 'r9'))
    await vi.advanceTimersByTimeAsync(2_000)
    expect(asked).toBe(1)
  })

  test('is not asked for after a step that was too early, when the next one fits', async () => {
    await follow()
    renewal.graph(key, delta('r0', 'r0.5'))
    await vi.advanceTimersByTimeAsync(50)
    renewal.graph(key, delta('r1', 'r2'))
    await vi.advanceTimersByTimeAsync(2_000)
    expect([revision(), asked]).toEqual(['r2', 0])
  })

  test('is asked for after a change only when the stream does not tell within a second', async () => {
    await follow()
    renewal.frame('operation', operation)
    await vi.advanceTimersByTimeAsync(500)
    renewal.graph(key, delta('r1', 'r2'))
    await vi.advanceTimersByTimeAsync(5_000)
    expect(asked).toBe(0)
    renewal.frame('operation', operation)
    await vi.advanceTimersByTimeAsync(5_000)
    expect(asked).toBe(1)
  })

  test('is asked for and polled again while the stream is silent about it, until it speaks', async () => {
    await follow()
    await vi.advanceTimersByTimeAsync(30_000)
    renewal.look()
    await vi.advanceTimersByTimeAsync(10)
    expect([pollsEvery(), asked]).toEqual([5_000, 1])
    renewal.graph(key, { view: 0, graph: graph('r5') })
    expect([pollsEvery(), revision()]).toEqual([false, 'r5'])
  })

  test('is polled again once the stream is down or the page shows it no longer', async () => {
    await follow()
    renewal.follow([])
    await vi.advanceTimersByTimeAsync(10)
    expect([pollsEvery(), asked]).toEqual([5_000, 1])
    const hide = renewal.show({ namespaces: 'market' })
    expect(renewal.views()).toHaveLength(2)
    hide()
    expect(renewal.views()).toHaveLength(1)
  })
})

describe('what no stream follows', () => {
  test('is asked for at once after a change', async () => {
    renewal.show(filters)
    renewal.frame('operation', operation)
    await vi.advanceTimersByTimeAsync(150)
    expect(asked).toBe(1)
  })
  test('a snapshot says nothing new to a page that has just read everything, and renews it later', async () => {
    renewal.frame('snapshot', {})
    await vi.advanceTimersByTimeAsync(150)
    expect(asked).toBe(0)
    await vi.advanceTimersByTimeAsync(6_000)
    asked = 0
    renewal.frame('snapshot', {})
    await vi.advanceTimersByTimeAsync(150)
    expect(asked).toBe(1)
  })
})
