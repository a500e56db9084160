import { expect, test } from 'vitest'
import { asked, input, meshOf, party, row, shop } from './sample-mesh'
import { buildGraph } from './graph'
import { partsOfEdges, wantedOf } from './wanted-edges'

const mesh = meshOf(shop())
const rows = [
  row({ rate: 9 }),
  row({ to: 'v2', rate: 1 }),
  row({ reporter: 'destination', rate: 9 }),
  row({ source: party('admin', 'v1'), protocol: 'grpc' }),
]

test('every edge with traffic of a graph stands for something', () => {
  const graph = buildGraph(input(mesh, rows))
  const parts = partsOfEdges(rows, [mesh], 'versioned-app')
  const busy = graph.edges.filter(({ rate }) => rate > 0).map(({ id }) => id)
  expect([...parts.keys()].sort()).toEqual(busy.sort())
  for (const edge of graph.edges) {
    const own = parts.get(edge.id)
    if (own !== undefined) expect([own.from.id, own.to.id]).toEqual([edge.from, edge.to])
  }
})

test('the edge to a version stands for all callers of its protocol, each once', () => {
  const parts = partsOfEdges(rows, [mesh], 'versioned-app')
  const service = 'service~sandbox~shop~checkout'
  const wanted = (ids: string[]) => wantedOf(ids, parts).map((one) => [one.source.workload, one.service.host])
  const { host } = asked('checkout')
  const version = `${service}|version~sandbox~shop~checkout~v1`
  expect(wanted([`${version}|http`])).toEqual([['frontend-v1', host]])
  expect(wanted([`${version}|grpc`, `${version}|http`, 'nothing|of|http'])).toEqual([
    ['admin-v1', host],
    ['frontend-v1', host],
  ])
})
