import { describe, expect, it } from 'vitest'
import { findNodes } from './find-nodes'
import { indexGraph } from './graph-index'
import { shop } from './graph.fixture'

const names = (query: string) => findNodes(indexGraph(shop()), query).map(({ name }) => name)

describe('findNodes', () => {
  it('finds by every word, services before their versions', () => {
    expect(names('check')).toEqual(['checkout', 'checkout v1', 'checkout v2'])
    expect(names('CHECKOUT v2')).toEqual(['checkout v2'])
  })
  it('finds nothing for nothing', () => {
    expect(names('  ')).toEqual([])
    expect(names('zebra')).toEqual([])
  })
})
