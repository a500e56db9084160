import { QueryClient } from '@tanstack/react-query'
import { beforeEach, describe, expect, test } from 'vitest'
import type { GraphDto, GraphEdgeDto } from '../contracts/topology'
import { GraphDto as GraphShape } from '../contracts/topology'
import { diffGraphs } from '../domain/topology/graph-delta'
import { applyGraphFrame } from './graph-frames'
import { topologyQuery } from './topology'

const filters = { namespaces: 'shop', window: '60s' }
const { queryKey } = topologyQuery(filters)

const edge = (id: string, rate: number): GraphEdgeDto => ({
  id,
  from: 'a',
  to: id,
  protocol: 'http',
  rate,
  share: 50,
  errorShare: 0,
  codes: [],
})
const graph = (revision: string, edges: GraphEdgeDto[]): GraphDto =>
  GraphShape.parse({
    revision,
    at: '2026-01-01T00:00:00Z',
    window: 60,
    source: 'istio',
    age: 2,
    stale: false,
    level: 'versioned-app',
    nodes: [],
    edges,
    hidden: 0,
    staleParts: [],
    routes: 'live',
  })

const first = graph('r1', [edge('b', 1), edge('c', 2)])
const second = graph('r2', [edge('b', 1), edge('c', 3), edge('d', 4)])
const delta = { view: 0, delta: diffGraphs(first, second) }

let client: QueryClient
beforeEach(() => {
  client = new QueryClient()
  client.setQueryData(queryKey, first)
})

describe('applyGraphFrame', () => {
  test('a delta is applied to what the page reads; what did not change stays the same object', () => {
    const before = client.getQueryData(queryKey)
    expect(applyGraphFrame(client, filters, delta)).toBe(true)
    const after = client.getQueryData(queryKey)
    expect(after).toEqual(second)
    expect(after?.edges[0]).toBe(before?.edges[0])
    expect(after?.edges[1]).not.toBe(before?.edges[1])
    expect(after?.nodes).toBe(before?.nodes)
  })
  test('a whole graph replaces what is there, also where nothing was', () => {
    const other = { namespaces: 'market' }
    expect(applyGraphFrame(client, other, { view: 1, graph: second })).toBe(true)
    expect(client.getQueryData(topologyQuery(other).queryKey)).toEqual(second)
    expect(client.getQueryData(queryKey)).toBe(first)
  })
  test('a delta from another revision changes nothing and is told', () => {
    client.setQueryData(queryKey, graph('r0', []))
    expect(applyGraphFrame(client, filters, delta)).toBe(false)
    expect(client.getQueryData(queryKey)).toEqual(graph('r0', []))
    expect(applyGraphFrame(client, { namespaces: 'market' }, delta)).toBe(false)
  })
  test('a delta to what was read meanwhile is no contradiction', () => {
    const read = client.setQueryData(queryKey, second)
    expect(applyGraphFrame(client, filters, delta)).toBe(true)
    expect(client.getQueryData(queryKey)).toBe(read)
  })
  test('a frame of an unknown shape does not fit', () => {
    expect(applyGraphFrame(client, filters, { view: 0, picture: [] })).toBe(false)
    expect(applyGraphFrame(client, filters, undefined)).toBe(false)
  })
})
