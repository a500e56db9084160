import { describe, expect, test } from 'vitest'
import { compareGraphs } from './compare-graphs'
import { buildGraph } from './graph'
import { checkoutRelease, input, meshOf, route, row, rule, shop } from './sample-mesh'
import type { TrafficRow } from './traffic'

const frontendV1 = 'version~sandbox~shop~frontend~v1'
const checkout = 'service~sandbox~shop~checkout'
const checkoutV1 = 'version~sandbox~shop~checkout~v1'
const checkoutV2 = 'version~sandbox~shop~checkout~v2'

const graphOf = (rows: TrafficRow[], split = { v1: 90, v2: 10 }) =>
  buildGraph(input(meshOf(shop({ routes: [route([rule(split)])] })), rows))

describe('two moments', () => {
  const before = graphOf([row({ rate: 90 }), row({ to: 'v2', rate: 10 })])
  const after = graphOf([row({ rate: 50 }), row({ to: 'v2', rate: 50, code: '500' })], { v1: 50, v2: 50 })
  const { nodes, edges } = compareGraphs(before, after)

  test('a node tells of both, and of what became of it', () => {
    expect(nodes.get(checkoutV2)).toMatchObject({
      state: 'changed',
      before: { rate: 10, errorShare: 0, health: { state: 'ok' } },
      after: { rate: 50, errorShare: 100, health: { state: 'failing' } },
    })
  })

  test('of what only sends, what it sends is compared', () => {
    expect(nodes.get(frontendV1)).toMatchObject({
      state: 'same',
      before: { rate: 100 },
      after: { rate: 100 },
    })
  })

  test('an edge tells of the observed and the desired share', () => {
    expect(edges.get(`${checkout}|${checkoutV2}|http`)).toEqual({
      state: 'changed',
      before: { rate: 10, share: 10, desiredShare: 10 },
      after: { rate: 50, share: 50, desiredShare: 50 },
    })
  })

  test('what is there at one moment alone is added or removed', () => {
    const alone = graphOf([])
    const edge = `${frontendV1}|${checkout}|http`
    expect(compareGraphs(alone, before).edges.get(edge)).toMatchObject({
      state: 'added',
      after: { rate: 100 },
    })
    expect(compareGraphs(before, alone).edges.get(edge)).toMatchObject({
      state: 'removed',
      before: { rate: 100 },
    })
  })
})

test.each([
  [100, 109, 'same', 'less than a tenth'],
  [100, 111, 'changed', 'more than a tenth'],
  [2, 2.9, 'same', 'less than a request a second'],
  [2, 3.5, 'changed', 'more than both'],
])('a rate from %d to %d is %s: %s', (from, to, state) => {
  const { nodes } = compareGraphs(graphOf([row({ rate: from })]), graphOf([row({ rate: to })]))
  expect(nodes.get(checkoutV1)?.state).toBe(state)
})

test('other badges and other roles are changes', () => {
  const rows = [row({ rate: 10 })]
  const plain = graphOf(rows)
  const released = buildGraph(input(meshOf(shop()), rows, { releases: [checkoutRelease] }))
  const drifted = buildGraph(input(meshOf(shop()), rows, { drifted: () => true }))
  expect(compareGraphs(plain, released).nodes.get(checkoutV1)?.state).toBe('changed')
  expect(compareGraphs(plain, drifted).nodes.get(checkout)?.state).toBe('changed')
  expect(compareGraphs(plain, graphOf(rows)).nodes.get(checkout)?.state).toBe('same')
})
