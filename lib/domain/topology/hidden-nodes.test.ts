import { describe, expect, test } from 'vitest'
import { buildGraph } from './graph'
import type { Graph, Place } from './graph-model'
import { limitGraph } from './hidden-nodes'
import { inNamespaces } from './in-namespaces'
import { asked, input, meshOf, nobody, party, row, shop, version } from './sample-mesh'

const frontendV1 = 'version~sandbox~shop~frontend~v1'
const checkout = 'service~sandbox~shop~checkout'
const blank = 'hidden~sandbox'
const edge = (graph: Graph, from: string, to: string, protocol = 'http') =>
  graph.edges.find(({ id }) => id === `${from}|${to}|${protocol}`)
const node = (graph: Graph, id: string) => graph.nodes.find((one) => one.id === id)

const bank = party('ledger', 'v1', 'bank')
const toBank = { service: asked('ledger', 'bank'), destination: bank }
const mesh = meshOf({
  ...shop(),
  'bank/ledger': { versions: [version('ledger', 'v1')] },
  'bank/vault': { versions: [version('vault', 'v1')] },
})
const notBank = ({ namespace }: Place) => namespace !== 'bank'

describe('a limited viewer', () => {
  const rows = [
    row({ rate: 8 }),
    row({ ...toBank, rate: 3, flags: 'UF', mtls: true }),
    row({ ...toBank, rate: 1, code: '503', flags: 'UH' }),
    row({ ...toBank, protocol: 'grpc', code: '200', grpcStatus: '0', rate: 4 }),
    row({ source: party('vault', 'v1', 'bank'), to: 'v2', rate: 2, code: '500' }),
    row({ ...toBank, source: party('vault', 'v1', 'bank'), rate: 50 }),
  ]
  const graph = buildGraph(input(mesh, rows, { visible: notBank }))

  test('has one blank node for all that is hidden', () => {
    expect(graph.hidden).toBe(4)
    expect(node(graph, blank)).toEqual({
      id: blank,
      kind: 'hidden',
      cluster: 'sandbox',
      namespace: '',
      name: '',
      badges: [],
      health: { state: 'unknown', reason: 'Hidden.' },
      in: { rate: 8, errorShare: 12.5 },
      out: { rate: 2, errorShare: 100 },
      count: 4,
    })
    expect(graph.nodes.filter(({ kind }) => kind === 'hidden')).toHaveLength(1)
  })

  test('sees what passes between, by protocol and without what it is made of', () => {
    expect(graph.edges.filter(({ from, to }) => from === blank || to === blank)).toEqual([
      {
        id: `${frontendV1}|${blank}|http`,
        from: frontendV1,
        to: blank,
        protocol: 'http',
        rate: 4,
        share: 50,
        errorShare: 25,
        codes: [],
      },
      {
        id: `${frontendV1}|${blank}|grpc`,
        from: frontendV1,
        to: blank,
        protocol: 'grpc',
        rate: 4,
        share: 50,
        errorShare: 0,
        codes: [],
      },
      {
        id: `${blank}|${checkout}|http`,
        from: blank,
        to: checkout,
        protocol: 'http',
        rate: 2,
        share: 100,
        errorShare: 100,
        codes: [],
      },
    ])
  })

  test('sees the rest as everybody does, in the same objects', () => {
    const given = input(mesh, rows)
    const whole = buildGraph(given)
    const same = (part: Graph) => [part.nodes, part.edges].map((all) => new Set<unknown>(all))
    const [nodes, edges] = same(whole)
    expect(edge(graph, frontendV1, checkout)).toEqual(edge(whole, frontendV1, checkout))
    expect(node(graph, frontendV1)).toEqual(node(whole, frontendV1))
    const seeds = new Map(
      whole.nodes.map(({ id, kind, cluster, namespace, name }) => [
        id,
        { id, kind, cluster, namespace, name },
      ]),
    )
    const limited = limitGraph({ graph: whole, seeds }, notBank)
    for (const one of limited.nodes) expect(nodes?.has(one)).toBe(one.kind !== 'hidden')
    for (const one of limited.edges) expect(edges?.has(one)).toBe(![one.from, one.to].includes(blank))
    expect(limitGraph({ graph: whole, seeds }, () => true)).toBe(whole)
  })

  test('of tcp sees bytes', () => {
    const tcp = { protocol: 'tcp' as const, code: '', rate: 0 }
    const part = buildGraph(
      input(mesh, [row({ ...toBank, ...tcp, bytesRate: 7 }), row({ ...toBank, ...tcp, bytesRate: 3 })], {
        visible: notBank,
      }),
    )
    expect(edge(part, frontendV1, blank, 'tcp')).toMatchObject({
      rate: 0,
      bytesRate: 10,
      share: 100,
      errorShare: null,
    })
    expect(node(part, blank)?.in).toEqual({ rate: 0, errorShare: null })
  })

  test('who sees nothing sees one blank node', () => {
    const none = buildGraph(input(mesh, rows, { visible: () => false }))
    expect(none.nodes.map(({ id, count }) => [id, count])).toEqual([[blank, none.hidden]])
    expect(none.edges).toEqual([])
  })
})

describe('what is nobody’s', () => {
  const external = 'external~sandbox~api.partner.example'
  const host = 'api.partner.example'
  const out = { service: { host, name: host, namespace: 'unknown', cluster: 'unknown' }, destination: nobody }
  const stranger = { reporter: 'destination' as const, source: nobody }

  test('is seen by those who have to do with it', () => {
    const rows = [
      row(out),
      row({ ...out, source: bank }),
      row(stranger),
      row({ ...toBank, ...stranger, rate: 5 }),
    ]
    const graph = buildGraph(input(mesh, rows, { visible: notBank }))
    expect(edge(graph, frontendV1, external)?.rate).toBe(1)
    expect(edge(graph, blank, external)?.rate).toBe(1)
    expect(edge(graph, 'unknown~sandbox', blank)?.rate).toBe(5)
  })

  test('is hidden where only hidden ones do', () => {
    const rows = [row({ ...out, source: bank }), row({ ...toBank, ...stranger })]
    const graph = buildGraph(input(mesh, rows, { visible: notBank }))
    expect(JSON.stringify(graph)).not.toContain(host)
    expect(node(graph, 'unknown~sandbox')).toBeUndefined()
    expect(node(graph, blank)?.count).toBe(6)
  })

  test('is there for those who see everything', () => {
    const graph = buildGraph(input(mesh, [row({ ...out, ...stranger })]))
    expect(node(graph, external)).toBeDefined()
    expect(graph.hidden).toBe(0)
  })
})

test('each cluster has its own blank node', () => {
  const other = meshOf({ 'bank/ledger': { versions: [version('ledger', 'v1')] } })
  const west = { ...other, view: { ...other.view, cluster: 'west' } }
  const graph = buildGraph(input(mesh, [], { clusters: [mesh, west], visible: notBank }))
  expect(graph.nodes.flatMap(({ id, count }) => (count === undefined ? [] : `${id} ${count}`))).toEqual([
    'hidden~sandbox 4',
    'hidden~west 2',
  ])
})

test('the blank node is a neighbour of the chosen namespaces like any other', () => {
  const rows = [row({ ...toBank }), row({ ...toBank, source: party('search', 'v1', 'far') })]
  const graph = buildGraph(input(mesh, rows, { visible: notBank }))
  const far = inNamespaces(graph, ['far'])
  expect(far.nodes.map(({ id }) => id)).toEqual(['version~sandbox~far~search~v1', blank])
  expect(far.hidden).toBe(graph.hidden)
  expect(inNamespaces(graph, ['bank']).nodes).toEqual([])
})
