import { describe, expect, it } from 'vitest'
import { edge, node } from '../graph.fixture'
import { indexGraph, type GraphIndex } from '../graph-index'
import { layOut, type Levels } from './lay-out'
import type { Placement } from './placement'
import { area } from './sizes'
import { structureOf, type Structure } from './structure'

/** A layout that puts everything in one row. */
function row({ nodes }: Structure): Promise<Placement> {
  const placement: Placement = { at: {}, size: {}, routes: {} }
  let x = 0
  for (const { id, width, height } of nodes) {
    placement.at[id] = { x, y: 0 }
    placement.size[id] = { width, height }
    x += width + 50
  }
  return Promise.resolve(placement)
}

const boxing = { kinds: new Set(['namespace', 'cluster'] as const), counts: new Map<string, number>() }
const graph = (more: string[] = []) => ({
  nodes: [
    node('a'),
    node('b'),
    node('p', { namespace: 'pay' }),
    node('q', { namespace: 'pay' }),
    node('db', { kind: 'external' }),
    ...more.map((id) => node(id, { namespace: 'pay' })),
  ],
  edges: [edge('a', 'b'), edge('b', 'p'), edge('p', 'q'), edge('q', 'db')],
})
const draw = (index: GraphIndex, previous?: Levels) => layOut(index, structureOf(index), row, previous)

function inside(placement: Placement, id: string, box: string): boolean {
  const [at, size] = [placement.at[id], placement.size[id]]
  const [outer, room] = [placement.at[box], placement.size[box]]
  if (!at || !size || !outer || !room) return false
  return (
    at.x >= outer.x + area.padding &&
    at.y >= outer.y + area.header &&
    at.x + size.width <= outer.x + room.width - area.padding &&
    at.y + size.height <= outer.y + room.height - area.padding
  )
}

describe('layOut', () => {
  it('draws boxes around what they hold, and boxes in boxes', async () => {
    const { placement } = await draw(indexGraph(graph(), boxing))
    for (const id of ['a', 'b']) expect(inside(placement, id, 'namespace~c~shop')).toBe(true)
    for (const id of ['p', 'q']) expect(inside(placement, id, 'namespace~c~pay')).toBe(true)
    expect(inside(placement, 'namespace~c~pay', 'cluster~c')).toBe(true)
    expect(inside(placement, 'db', 'cluster~c')).toBe(false)
  })
  it('asks for the edges between boxes at the level where they run', async () => {
    const asked: Structure[] = []
    const index = indexGraph(graph(), { ...boxing, kinds: new Set(['namespace'] as const) })
    await layOut(index, structureOf(index), (one) => {
      asked.push(one)
      return row(one)
    })
    const whole = asked.at(-1)
    expect(whole?.edges.map(({ from, to }) => `${from} ${to}`)).toEqual([
      'namespace~c~shop namespace~c~pay',
      'namespace~c~pay db',
    ])
    const outlets = new Map(whole?.nodes.map(({ id, outlets }) => [id, outlets]))
    for (const { from, outlet } of whole?.edges ?? [])
      expect(Object.keys(outlets.get(from) ?? {})).toContain(outlet)
  })
  it('moves nothing in other boxes when something comes, and gives it back its place when it returns', async () => {
    const first = await draw(indexGraph(graph(['r']), boxing))
    const second = await draw(indexGraph(graph(), boxing), first.levels)
    const third = await draw(indexGraph(graph(['r']), boxing), second.levels)
    expect(second.placement.at['a']).toEqual(first.placement.at['a'])
    expect(second.placement.at['q']).toEqual(first.placement.at['q'])
    expect(third.placement.at).toEqual(first.placement.at)
  })
})
