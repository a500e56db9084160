import { describe, expect, it } from 'vitest'
import { mergePlacement, type Placement } from './placement'
import type { Structure, StructureNode } from './structure'

const box = (id: string, width = 100, height = 50): StructureNode => ({
  id,
  width,
  height,
  inlet: height / 2,
  outlets: { [id]: height / 2 },
})
const structure = (nodes: StructureNode[], edges: [string, string][] = []): Structure => ({
  nodes,
  edges: edges.map(([from, to]) => ({ id: `${from}>${to}`, from, to, outlet: from })),
})
const placed = (
  at: Placement['at'],
  nodes: StructureNode[],
  routes: Placement['routes'] = {},
): Placement => ({
  at,
  size: Object.fromEntries(nodes.map(({ id, width, height }) => [id, { width, height }])),
  routes,
})

describe('mergePlacement', () => {
  const nodes = [box('a'), box('b'), box('c')]
  const before = placed({ a: { x: 0, y: 0 }, b: { x: 200, y: 0 }, c: { x: 200, y: 100 } }, nodes, {
    'a>b': [{ x: 150, y: 5 }],
  })

  it('takes the fresh picture when there was none, or quite another one', () => {
    const fresh = placed({ x: { x: 1, y: 1 } }, [box('x')])
    expect(mergePlacement(undefined, fresh, structure([box('x')]))).toBe(fresh)
    expect(mergePlacement(before, fresh, structure([box('x')]))).toBe(fresh)
  })
  it('leaves everything where it was, however the fresh picture looks', () => {
    const fresh = placed({ a: { x: 9, y: 9 }, b: { x: 9, y: 99 }, c: { x: 9, y: 199 } }, nodes)
    const merged = mergePlacement(before, fresh, structure(nodes, [['a', 'b']]))
    expect(merged.at).toEqual(before.at)
    expect(merged.routes).toEqual(before.routes)
  })
  it('forgets what is gone and closes no gap', () => {
    const merged = mergePlacement(before, placed({}, []), structure([box('a'), box('c')]))
    expect(merged.at).toEqual({ a: { x: 0, y: 0 }, c: { x: 200, y: 100 } })
  })
  it('puts a new node where the fresh picture has it, as far moved as its neighbour', () => {
    const all = [...nodes, box('d')]
    const fresh = placed(
      { a: { x: 50, y: 0 }, b: { x: 250, y: 0 }, c: { x: 250, y: 400 }, d: { x: 450, y: 0 } },
      all,
    )
    const merged = mergePlacement(before, fresh, structure(all, [['b', 'd']]))
    expect(merged.at['d']).toEqual({ x: 400, y: 0 })
    expect(merged.at['b']).toEqual({ x: 200, y: 0 })
  })
  it('moves a new node out of the way of old ones, not the other way round', () => {
    const all = [...nodes, box('d')]
    const fresh = placed({ ...before.at, d: { x: 210, y: 10 } }, all)
    const merged = mergePlacement(before, fresh, structure(all))
    expect(merged.at['b']).toEqual({ x: 200, y: 0 })
    expect(merged.at['d']).toEqual({ x: 210, y: 178 })
  })
  it('lets a grown box push its right and lower neighbours just far enough, and lays routes along', () => {
    const all = [box('a', 300, 150), box('b'), box('c')]
    const route = { 'a>b': [{ x: 150, y: 5 }] }
    const beside = placed({ a: { x: 0, y: 0 }, b: { x: 200, y: 0 }, c: { x: 0, y: 100 } }, nodes, route)
    const edges: [string, string][] = [['a', 'b']]
    const merged = mergePlacement(beside, beside, structure(all, edges))
    expect(merged.at).toEqual({ a: { x: 0, y: 0 }, b: { x: 400, y: 0 }, c: { x: 0, y: 178 } })
    expect(merged.routes).toEqual({ 'a>b': [{ x: 350, y: 5 }] })
  })
  it('forgets the route of an edge whose end was pushed down', () => {
    const all = [box('a', 100, 150), box('b'), box('c')]
    const stacked = placed({ a: { x: 0, y: 0 }, b: { x: 200, y: 0 }, c: { x: 0, y: 100 } }, nodes, {
      'c>b': [{ x: 150, y: 5 }],
    })
    expect(mergePlacement(stacked, stacked, structure(all, [['c', 'b']])).routes).toEqual({})
  })
})
