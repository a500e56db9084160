import { describe, expect, it } from 'vitest'
import { indexGraph } from '../graph-index'
import { edge, shop } from '../graph.fixture'
import { standardLabels } from '../label-kinds'
import { toFlowNodes } from '../to-flow'
import { toFlowEdges } from '../to-flow-edges'
import { bundled, edgeLines } from './edge-bundles'

const graph = shop()
const index = indexGraph({ ...graph, edges: [...graph.edges, edge('gateway', 'payments', { rate: 150 })] })
const placement = {
  at: Object.fromEntries(
    ['gateway', 'checkout', 'payments', 'db'].map((id, at) => [id, { x: at * 500, y: 0 }]),
  ),
  size: {},
  routes: {},
}
const found = { hits: new Set<string>(), current: null }
const nodes = toFlowNodes(index, placement, { selected: null, near: null, found, onFold: () => undefined })
const edges = toFlowEdges(index, placement, {
  selected: null,
  near: null,
  labels: standardLabels,
  window: 60,
  found,
})

describe('edges drawn together', () => {
  it('leave and arrive where their nodes stand, inside boxes too', () => {
    const lines = edgeLines(nodes, edges)
    expect(lines).toHaveLength(edges.length)
    const inner = lines.find(({ id }) => id === 'checkout>checkout/v1')
    const box = nodes.find(({ id }) => id === 'checkout')
    const version = nodes.find(({ id }) => id === 'checkout/v1')
    expect(inner?.tip.x).toBe((box?.position.x ?? 0) + (version?.position.x ?? 0))
  })
  it('are as many paths as there are looks, and lose none', () => {
    const lines = edgeLines(nodes, edges)
    const bundles = bundled(lines)
    const starts = (d: string) => d.split('M').length - 1
    expect(bundles.length).toBeLessThan(lines.length)
    expect(bundles.reduce((sum, { d }) => sum + starts(d), 0)).toBe(lines.length)
    expect(bundles.map(({ width }) => width)).toEqual(
      bundles.map(({ width }) => width).toSorted((a, b) => a - b),
    )
  })
})
