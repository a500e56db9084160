import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { noFigures, type EdgeFigures } from '../figures/edge-figures'
import { edge, node } from '../graph.fixture'
import { indexGraph } from '../graph-index'
import { matchesOf } from './evaluate'
import { parseQuery } from './parse'

const index = indexGraph({
  nodes: [
    node('gateway', { kind: 'gateway', namespace: 'istio-system' }),
    node('checkout', { badges: ['split'], in: { rate: 150, errorShare: 2 } }),
    node('checkout/v1', { parent: 'checkout', role: 'stable', in: { rate: 135, errorShare: 0 } }),
    node('checkout/v2', {
      parent: 'checkout',
      role: 'canary',
      badges: ['mirror'],
      in: { rate: 15, errorShare: 8 },
    }),
    node('db', {
      kind: 'external',
      namespace: '',
      in: { rate: 0, errorShare: null },
      out: { rate: 0, errorShare: null },
    }),
    node('idle', {
      namespace: 'lab',
      badges: ['idle'],
      in: { rate: 0, errorShare: null },
      out: { rate: 0, errorShare: null },
    }),
  ],
  edges: [
    edge('gateway', 'checkout', {
      rate: 150,
      errorShare: 2,
      codes: [{ code: '503', flags: 'UH,URX', share: 2 }],
      mtlsShare: 80,
    }),
    edge('checkout', 'checkout/v1', { rate: 135, share: 90 }),
    edge('checkout', 'checkout/v2', { rate: 15, share: 10, protocol: 'grpc' }),
    edge('checkout/v1', 'db', { protocol: 'tcp', rate: 0, bytesRate: 2e6, errorShare: null }),
    edge('gateway', 'idle', { rate: 0, errorShare: null }),
  ],
})
const latency = { low: 100, high: 250 }
const figures = new Map<string, EdgeFigures>([
  [
    'gateway>checkout',
    { id: 'gateway>checkout', latency: { p50: latency, p95: latency, p99: latency }, average: 120 },
  ],
])

function found(text: string) {
  const { query, problem } = parseQuery(text)
  expect(problem).toBeUndefined()
  const { nodes, edges } = matchesOf(query ?? null, index, 60, figures)
  return [...nodes, ...edges].join(' ')
}

describe('matchesOf', () => {
  it.each([
    ['version:v2', 'checkout/v2'],
    ['"checkout v2"', 'checkout/v2'],
    ['check v1', 'checkout/v1'],
    ['ns:LAB', 'idle'],
    ['ns:istio*', 'gateway'],
    ['ns:lab,istio-system', 'gateway idle'],
    ['kind:gateway or is:external', 'gateway db'],
    ['badge:mirror', 'checkout/v2'],
    ['is:canary', 'checkout/v2'],
    ['service:checkout -version:v1', 'checkout checkout/v2'],
    ['name~ateway', 'gateway'],
    ['is:idle', 'db idle gateway>idle'],
    ['rps>100 is:node', 'checkout checkout/v1'],
    ['errors>1%', 'checkout checkout/v2 gateway>checkout'],
    ['errors>5%', 'checkout/v2'],
    ['protocol:grpc', 'checkout>checkout/v2'],
    ['mtls<100%', 'gateway>checkout'],
    ['code:503 flag:uh', 'gateway>checkout'],
    ['throughput>1MB', 'checkout/v1>db'],
    ['from:gateway to:checkout', 'gateway>checkout'],
    ['share<50% version:v2', 'checkout>checkout/v2'],
  ])('%s', (text, expected) => {
    expect(found(text)).toBe(expected)
  })
  it('compares bounds only where all between them agree', () => {
    expect(found('p95>50ms')).toBe('gateway>checkout')
    expect(found('p95>200ms')).toBe('')
    expect(found('not p95>200ms')).toBe('')
    expect(found('not p95>1s')).toBe('gateway>checkout')
    expect(found('average>0.1s')).toBe('gateway>checkout')
  })
  it('what was not measured matches neither a term nor its opposite', () => {
    expect(found('mtls<100% or mtls>=100%')).toBe('gateway>checkout')
    expect(found('-errors>1% ns:lab')).toBe('')
  })
  it('nothing matches an expression that says nothing', () => {
    expect(matchesOf(null, index, 60, noFigures)).toEqual({ nodes: new Set(), edges: new Set() })
  })
  it('a query and its opposite never share a match', () => {
    const terms = fc.constantFrom(
      'ns:shop',
      'errors>1%',
      'code:503',
      'is:idle',
      'rps>20',
      'mtls<100%',
      'version:v2',
      'health:ok',
    )
    fc.assert(
      fc.property(
        fc.array(fc.tuple(terms, fc.constantFrom(' ', ' or ')), { minLength: 1, maxLength: 4 }),
        (parts) => {
          const text = parts.map(([term, joint], at) => (at === 0 ? term : joint + term)).join('')
          const yes = new Set(found(text).split(' '))
          const no = found(`-(${text})`).split(' ')
          expect(no.filter((id) => id !== '' && yes.has(id))).toEqual([])
        },
      ),
    )
  })
})
