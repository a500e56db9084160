import { expect, it } from 'vitest'
import { rowsOf } from './fan'
import type { Structure } from './structure'

function structure(edges: readonly [string, string][]): Structure {
  const ids = [...new Set(edges.flat())]
  return {
    nodes: ids.map((id) => ({ id, width: 160, height: 58, inlet: 29, outlets: { [id]: 29 } })),
    edges: edges.map(([from, to]) => ({ id: `${from} ${to}`, from, to, outlet: from })),
  }
}
const fan = (count: number) =>
  Array.from({ length: count }, (_, at): [string, string] => ['gateway', `leaf-${at}`])

it('wraps what one caller would have in a single tall column', () => {
  expect(rowsOf(structure(fan(24)))).toBe(7)
  expect(rowsOf(structure(fan(8)))).toBe(3)
})

it('leaves graphs alone whose columns are short, or follow from who calls whom', () => {
  expect(rowsOf(structure(fan(5)))).toBeUndefined()
  const deeper = fan(8).map(([, to]): [string, string] => [to, 'store'])
  expect(rowsOf(structure([...fan(8), ...deeper]))).toBeUndefined()
  expect(rowsOf({ nodes: [], edges: [] })).toBeUndefined()
})
