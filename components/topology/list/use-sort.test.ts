import { describe, expect, it } from 'vitest'
import { sorted } from './use-sort'

const rows = [{ n: 2 }, { n: null }, { n: 10 }]
const column = { name: 'n', value: ({ n }: { n: number | null }) => n }

describe('sorted', () => {
  it('orders by figures both ways, those without one last', () => {
    expect(sorted(rows, column, false).map(({ n }) => n)).toEqual([2, 10, null])
    expect(sorted(rows, column, true).map(({ n }) => n)).toEqual([10, 2, null])
  })
  it('orders words as people count', () => {
    const names = { name: 'name', value: (name: string) => name }
    expect(sorted(['v10', 'v2'], names, false)).toEqual(['v2', 'v10'])
  })
  it('leaves everything as it came without a column', () => {
    expect(sorted(rows, undefined, true)).toEqual(rows)
  })
})
