import { expect } from 'vitest'
import type { Graph } from '@/lib/domain/topology/graph-model'
import type { Scene, WantedEdge } from './scene.fixture'

/** That the graph is the wanted one. Numbers may miss by `tolerance` of their size (rates) or by points (shares). */
export function compareScene(graph: Graph, scene: Scene, tolerance = { rate: 1e-6, points: 0.001 }): void {
  expect(graph.nodes.map(({ id }) => id).sort()).toEqual([...scene.nodes].sort())
  const wanted = new Map(
    scene.edges.map((edge) => [[edge.from, edge.to, edge.kind ?? 'http'].join('|'), edge]),
  )
  expect(graph.edges.map(({ id }) => id).sort()).toEqual([...wanted.keys()].sort())
  for (const edge of graph.edges) {
    const exactly: Partial<WantedEdge> = wanted.get(edge.id) ?? {}
    const { codes } = exactly
    const told = `${scene.name}: ${edge.id}`
    for (const [found, exact] of [
      [edge.rate, exactly.rate],
      [edge.bytesRate, exactly.bytesRate],
    ] as const) {
      if (exact === undefined) continue
      expect(Math.abs((found ?? Number.NaN) - exact), told).toBeLessThanOrEqual(
        tolerance.rate * exact + 0.0005,
      )
    }
    for (const name of ['share', 'errorShare', 'mtlsShare', 'mirrored', 'desiredShare'] as const) {
      const exact = exactly[name]
      if (exact === undefined) continue
      if (exact === null) expect(edge[name], `${told} ${name}`).toBeNull()
      else
        expect(Math.abs((edge[name] ?? Number.NaN) - exact), `${told} ${name}`).toBeLessThanOrEqual(
          tolerance.points,
        )
    }
    if (codes === undefined) continue
    const named = (list: typeof codes) => list.map(({ code, flags }) => `${code} ${flags}`).sort()
    expect(named(edge.codes), told).toEqual(named(codes))
    for (const { code, flags, share } of codes) {
      const found = edge.codes.find((one) => one.code === code && one.flags === flags)
      expect(Math.abs((found?.share ?? Number.NaN) - share), `${told} ${code}`).toBeLessThanOrEqual(
        tolerance.points,
      )
    }
  }
}
