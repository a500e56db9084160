import { describe, expect, it } from 'vitest'
import { indexGraph } from './graph-index'
import { edge, node, shop } from './graph.fixture'
import type { Placement } from './layout/placement'
import { toFlowEdges } from './to-flow-edges'
import { entryId, graphId, toFlowNodes } from './to-flow'
import { standardLabels } from './label-kinds'

const placement = (ids: string[]): Placement => ({
  at: Object.fromEntries(ids.map((id, at) => [id, { x: at * 400, y: 0 }])),
  size: {},
  routes: { 'gateway>checkout': [{ x: 5, y: 5 }] },
})
const index = indexGraph(shop())
const places = placement(['gateway', 'checkout', 'payments', 'db'])
const found = { hits: new Set<string>(), current: null }
const view = { selected: null, near: null, found, onFold: () => undefined }
const edgeView = { selected: null, near: null, labels: standardLabels, window: 60, found }

describe('toFlowNodes', () => {
  it('draws boxes with their service and versions inside, cards, and what lies outside', () => {
    const nodes = toFlowNodes(index, places, view)
    expect(nodes.map(({ id, type, parentId }) => [id, type, parentId])).toEqual([
      ['checkout', 'box', undefined],
      [entryId('checkout'), 'entry', 'checkout'],
      ['checkout/v1', 'version', 'checkout'],
      ['checkout/v2', 'version', 'checkout'],
      ['db', 'outside', undefined],
      ['gateway', 'outside', undefined],
      ['payments', 'card', undefined],
    ])
    expect(graphId(entryId('checkout'))).toBe('checkout')
  })
  it('names them for the page, with the versions after their service', () => {
    const slugs = toFlowNodes(index, places, view).map(({ data }) => data.slug)
    expect(slugs).toContain('checkout-v1')
    expect(slugs).toContain('payments')
  })
  it('leaves out what has no place yet', () => {
    expect(toFlowNodes(index, placement(['db']), view).map(({ id }) => id)).toEqual(['db'])
  })
  it('marks the card of a selected version, and dims what is not near', () => {
    const nodes = toFlowNodes(index, places, {
      ...view,
      selected: 'payments/v4',
      near: new Set(['payments']),
    })
    expect(nodes.filter(({ data }) => data.selected).map(({ id }) => id)).toEqual(['payments'])
    expect(nodes.filter(({ data }) => !data.dimmed).map(({ id }) => id)).toEqual(['payments'])
  })
  it('names the namespace only when there are several', () => {
    expect(toFlowNodes(index, places, view).every(({ data }) => data.namespace === undefined)).toBe(true)
    const graph = shop()
    const two = indexGraph({ ...graph, nodes: [...graph.nodes, node('other', { namespace: 'pay' })] })
    const [first] = toFlowNodes(two, places, view)
    expect(first?.data.namespace).toBe('shop')
  })
})

describe('toFlowEdges', () => {
  const edges = toFlowEdges(index, places, edgeView)
  const ends = edges.map(({ source, target, data }) => [source, target, data?.slug])

  it('leads to the service node in a box, from its versions, and leaves out what is inside a card', () => {
    expect(ends).toEqual([
      ['gateway', entryId('checkout'), 'gateway-checkout'],
      [entryId('checkout'), 'checkout/v1', 'checkout-v1'],
      [entryId('checkout'), 'checkout/v2', 'checkout-v2'],
      ['checkout/v1', 'payments', 'checkout-v1-payments'],
      ['payments', 'db', 'payments-v4-db'],
    ])
  })
  it('keeps the route that was laid for it', () => {
    expect(edges[0]?.data?.via).toEqual([{ x: 5, y: 5 }])
    expect(edges[3]?.data?.via).toEqual([])
  })
  it('tells kinds of traffic apart', () => {
    const look = (more: Parameters<typeof edge>[2]) => {
      const graph = shop()
      const own = indexGraph({ ...graph, edges: [edge('checkout/v2', 'payments', more)] })
      return toFlowEdges(own, places, edgeView)[0]?.data
    }
    expect(look({ rate: 5 })).toMatchObject({ line: 'solid', color: 'var(--canary)' })
    expect(look({ rate: 0 })?.line).toBe('idle')
    expect(look({ mirrored: 50 })?.line).toBe('mirror')
    expect(edges.at(-1)?.data?.line).toBe('tcp')
    expect(look({ rate: 50, errorShare: 12 })?.color).toBe('var(--failing)')
    expect(look({ rate: 0.1, errorShare: 100 })?.color).toBe('var(--canary)')
  })
  it('keeps two protocols of one pair apart', () => {
    const graph = shop()
    const both = [edge('gateway', 'checkout'), edge('gateway', 'checkout', { id: 'grpc', protocol: 'grpc' })]
    const lanes = toFlowEdges(indexGraph({ ...graph, edges: both }), places, edgeView).map(
      ({ data }) => data?.lane,
    )
    expect(lanes).toEqual([0, 1])
  })
})
