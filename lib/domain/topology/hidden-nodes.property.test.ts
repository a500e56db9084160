import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildGraph } from './graph'
import type { Place } from './graph-model'
import { asked, input, meshOf, nobody, object, party, route, row, rule, version } from './sample-mesh'
import type { TrafficRow } from './traffic'

const blank = 'hidden~sandbox'

describe('whatever the traffic and the level', () => {
  const names = ['alpha', 'beta', 'gamma', 'delta'].map((name) => `q${name}q`)
  const spaces = ['shop', 'zsecretz']
  const services = Object.fromEntries(
    spaces.flatMap((namespace) =>
      names.map((name) => [
        `${namespace}/${namespace}${name}`,
        {
          versions: [
            version(`${namespace}${name}`, `${namespace}1`),
            version(`${namespace}${name}`, `${namespace}2`),
          ],
          routes: [route([rule({ [`${namespace}1`]: 90, [`${namespace}2`]: 10 })])],
        },
      ]),
    ),
  )
  const entry = object('ServiceEntry', 'zsecretz', 'db', { hosts: ['db.zsecretz.example'] })
  const all = meshOf(services, { serviceentries: [entry] })
  const place = fc.record({
    namespace: fc.constantFrom(...spaces),
    name: fc.constantFrom(...names),
    version: fc.constantFrom('1', '2'),
  })
  const partyOf = ({ namespace, name, version: of }: { namespace: string; name: string; version: string }) =>
    party(`${namespace}${name}`, `${namespace}${of}`, namespace)
  const outside = (namespace: string) => {
    const host = `db.${namespace}.example`
    return { service: { host, name: host, namespace: 'unknown', cluster: 'unknown' }, destination: nobody }
  }
  const inside = (to: { namespace: string; name: string; version: string }) => ({
    service: asked(`${to.namespace}${to.name}`, to.namespace),
    destination: partyOf(to),
  })
  const traffic: fc.Arbitrary<TrafficRow> = fc
    .record({
      from: fc.option(place),
      to: place,
      leaves: fc.boolean(),
      protocol: fc.constantFrom('http' as const, 'grpc' as const),
      code: fc.constantFrom('2xx', '503'),
      rate: fc.nat(100).map((rate) => rate + 1),
      reporter: fc.constantFrom('source' as const, 'destination' as const),
    })
    .map(({ from, to, leaves, ...more }) =>
      row({
        ...more,
        ...(leaves ? outside((from ?? to).namespace) : inside(to)),
        source: from === null ? nobody : partyOf(from),
        // Flags of a call are the callee's to show.
        flags: !leaves && to.namespace === 'zsecretz' ? 'zsecretz' : '',
      }),
    )
  const level = fc.constantFrom(
    'versioned-app' as const,
    'app' as const,
    'service' as const,
    'workload' as const,
  )
  const graphs = fc.record({ rows: fc.array(traffic, { maxLength: 20 }), level })
  const visible = ({ namespace }: Place) => namespace === 'shop'

  test('nothing of a hidden namespace is told', () => {
    fc.assert(
      fc.property(graphs, ({ rows, level: at }) => {
        const graph = buildGraph(input(all, rows, { level: at, visible }))
        expect(JSON.stringify(graph)).not.toContain('zsecretz')
        const ids = new Set(graph.nodes.map(({ id }) => id))
        for (const { from, to } of graph.edges) expect([ids.has(from), ids.has(to)]).toEqual([true, true])
      }),
    )
  })

  test('what passes between is what the seen nodes’ own figures leave over', () => {
    fc.assert(
      fc.property(graphs, ({ rows, level: at }) => {
        const graph = buildGraph(input(all, rows, { level: at, visible }))
        for (const { id, in: into, out } of graph.nodes) {
          const sum = (end: 'from' | 'to') =>
            graph.edges.filter((each) => each[end] === id).reduce((total, { rate }) => total + rate, 0)
          expect(sum('to')).toBeCloseTo(into.rate, 1)
          expect(sum('from')).toBeCloseTo(out.rate, 1)
        }
        const ends = graph.edges.map(({ from, to, protocol }) => [from, to, protocol].join())
        const between = ends.filter((each) => each.includes(blank))
        expect(new Set(between).size).toBe(between.length)
      }),
    )
  })
})
