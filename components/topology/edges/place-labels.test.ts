import { describe, expect, it } from 'vitest'
import { indexGraph } from '../graph-index'
import { edge, shop } from '../graph.fixture'
import { standardLabels } from '../label-kinds'
import { toFlowNodes } from '../to-flow'
import { toFlowEdges } from '../to-flow-edges'
import type { FlowEdge, FlowNode } from '../flow-types'
import { placeLabels } from './place-labels'

const graph = shop()
const index = indexGraph({
  ...graph,
  edges: [...graph.edges, edge('gateway', 'payments', { rate: 150 }), edge('gateway', 'db', { rate: 90 })],
})

/** The shop with so many pixels between the corners of its nodes, all at one height. */
function picture(apart: number): { nodes: FlowNode[]; edges: FlowEdge[] } {
  const at = Object.fromEntries(
    ['gateway', 'checkout', 'payments', 'db'].map((id, nth) => [id, { x: nth * apart, y: 0 }]),
  )
  const placement = { at, size: {}, routes: {} }
  const found = { hits: new Set<string>(), current: null }
  return {
    nodes: toFlowNodes(index, placement, { selected: null, near: null, found, onFold: () => undefined }),
    edges: toFlowEdges(index, placement, {
      selected: null,
      near: null,
      labels: standardLabels,
      window: 60,
      found,
    }),
  }
}

const outer = (edges: readonly FlowEdge[]) => edges.filter(({ data }) => data?.inside === false)

describe('placeLabels', () => {
  it('puts a label on no node', () => {
    const { nodes, edges } = picture(500)
    const places = placeLabels(nodes, edges, 'near')
    const spots = outer(edges).flatMap(({ id }) => places.get(id) ?? [])
    expect(spots.length).toBeGreaterThan(0)
    const roots = nodes.filter(({ parentId, type }) => parentId === undefined && type !== 'area')
    for (const { x, y } of spots)
      for (const { position, width = 0, height = 0 } of roots)
        expect(
          x > position.x && x < position.x + width && y > position.y && y < position.y + height,
          `${x},${y} on ${position.x},${position.y}`,
        ).toBe(false)
  })
  it('puts no two labels in one place', () => {
    const { nodes, edges } = picture(700)
    const places = [...placeLabels(nodes, edges, 'near').values()].filter((place) => place !== null)
    for (const [at, one] of places.entries())
      for (const other of places.slice(at + 1))
        expect(Math.abs(one.x - other.x) > 20 || Math.abs(one.y - other.y) >= 14).toBe(true)
  })
  it('says where there is no room, but always has a place for a split', () => {
    const { nodes, edges } = picture(10)
    const places = placeLabels(nodes, edges, 'near')
    expect(outer(edges).map(({ id }) => places.get(id))).toContain(null)
    for (const { id } of edges.filter(({ data }) => data?.inside)) expect(places.get(id)).not.toBeNull()
  })
  it('keeps a label where it is when its figure grows by little', () => {
    const { nodes, edges } = picture(500)
    const longer = edges.map((one) => {
      if (one.data === undefined) return one
      const label = one.data.label.map(({ text, tone }) => ({ text: text.replace(/^9 /, '10 '), tone }))
      return { ...one, data: { ...one.data, label } }
    })
    expect(placeLabels(nodes, longer, 'near')).toEqual(placeLabels(nodes, edges, 'near'))
  })
})
