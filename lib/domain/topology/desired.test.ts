import { describe, expect, test } from 'vitest'
import type { Destination, Route, Rule } from '../traffic/model'
import { buildGraph } from './graph'
import {
  asked,
  input,
  meshOf,
  party,
  route,
  row,
  rule,
  shop,
  version,
  type SampleService,
} from './sample-mesh'
import type { TrafficRow } from './traffic'

/** Desired shares, and mirrors, on the edges of checkout's box. */
const sharesOf = (
  routes: Route[],
  rows: TrafficRow[] = [],
  services: Record<string, SampleService> = {},
): Record<string, number | string | undefined> => {
  const graph = buildGraph(input(meshOf({ ...shop({ routes }), ...services }), rows))
  const own = graph.edges.filter(({ from }) => from === 'service~sandbox~shop~checkout')
  return Object.fromEntries(
    own.map(({ to, protocol, desiredShare, mirrored }) => [
      `${to.split('~').at(-1) ?? ''} ${protocol}`,
      mirrored === undefined ? desiredShare : `mirrored ${mirrored}`,
    ]),
  )
}
const destination = (more: Partial<Destination> & { host: string; percent: number }): Destination => ({
  key: more.version ?? more.host,
  weight: more.percent,
  ...more,
})
const header: Rule['match'] = [[{ kind: 'header', name: 'x-canary', op: 'present' }]]

describe('what the routes want', () => {
  test('weights', () => {
    expect(sharesOf([route([rule({ v1: 80, v2: 20 })])])).toEqual({ 'v1 http': 80, 'v2 http': 20 })
  })

  test('two destinations of one version are added up', () => {
    const destinations = [
      destination({ host: 'checkout', version: 'v1', percent: 33.3333 }),
      destination({ host: 'checkout', version: 'v1', percent: 33.3333 }),
      destination({ host: 'checkout', version: 'v2', percent: 33.3333 }),
    ]
    expect(sharesOf([route([rule({}, { destinations })])])).toEqual({ 'v1 http': 66.666, 'v2 http': 33.333 })
  })

  test('replicas of a plain Service', () => {
    const plain = route([rule({ v1: 75, v2: 25 })], { dataPlane: 'kubernetes', kind: 'Service' })
    expect(sharesOf([plain])).toEqual({ 'v1 http': 75, 'v2 http': 25 })
  })

  test('a selector that lets one version in', () => {
    const switched = route([rule({ v1: 0, v2: 100 })], { dataPlane: 'kubernetes', kind: 'Service' })
    expect(sharesOf([switched])).toEqual({ 'v1 http': 0, 'v2 http': 100 })
  })

  test('of several rules the one that most requests take; of a routing object before the Service', () => {
    const chosen = rule({ v1: 0, v2: 100 }, { id: 'beta', match: header })
    const plain = route([rule({ v1: 50, v2: 50 })], { dataPlane: 'kubernetes' })
    expect(sharesOf([plain, route([chosen, rule({ v1: 99, v2: 1 })])])).toEqual({
      'v1 http': 99,
      'v2 http': 1,
    })
  })

  test('codes and rates of an edge are those of all rules', () => {
    const routes = [route([rule({ v2: 100 }, { match: header }), rule({ v1: 100, v2: 0 })])]
    const rows = [row({ rate: 9 }), row({ to: 'v2', code: '500', rate: 1 })]
    const graph = buildGraph(input(meshOf(shop({ routes })), rows))
    expect(graph.edges.find(({ to }) => to.endsWith('~v2'))).toMatchObject({
      rate: 1,
      share: 10,
      desiredShare: 0,
      errorShare: 100,
      codes: [{ code: '500', flags: '', share: 100 }],
    })
  })

  test('a mirror has an edge of its own, with its percent; the largest of several', () => {
    const rules = [
      rule({ v1: 100 }, { match: header, mirrors: [{ to: 'v2', percent: 5 }] }),
      rule({ v1: 100 }, { mirrors: [{ to: 'v2', percent: 20 }] }),
    ]
    expect(sharesOf([route(rules)])).toEqual({ 'v1 http': 100, 'v2 http': 'mirrored 20' })
  })

  test('a mirror to another Service leads to it; to one that is not there, to its name', () => {
    const mirrors = [
      { to: 'frontend~~80', percent: 100 },
      { to: 'gone.shop.svc.cluster.local~~', percent: 50 },
      { to: 'checkout~beta~', percent: 10 },
    ]
    expect(sharesOf([route([rule({ v1: 100 }, { mirrors })])])).toEqual({
      'v1 http': 100,
      'frontend http': 'mirrored 100',
      'gone http': 'mirrored 50',
      'beta http': 'mirrored 10',
    })
  })

  test('without traffic the protocol is the rule’s, else that of the other versions', () => {
    const grpc = [route([rule({ v1: 90, v2: 10 }, { protocol: 'grpc' })])]
    const tls = [route([rule({ v1: 90, v2: 10 }, { protocol: 'tls' })])]
    const http = [route([rule({ v1: 90, v2: 10 })])]
    expect(sharesOf(grpc)).toEqual({ 'v1 grpc': 90, 'v2 grpc': 10 })
    expect(sharesOf(tls)).toEqual({ 'v1 tcp': 90, 'v2 tcp': 10 })
    const called = row({ protocol: 'grpc', code: '200', grpcStatus: '0' })
    expect(sharesOf(http, [called])).toEqual({ 'v1 grpc': 90, 'v2 grpc': 10 })
  })
})

describe('a Service beside the versions: 5/5/1', () => {
  const split = rule(
    {},
    {
      total: 11,
      destinations: [
        destination({ host: 'checkout-v1', version: 'v1', weight: 5, percent: 500 / 11 }),
        destination({ host: 'checkout-v2', version: 'v2', weight: 5, percent: 500 / 11 }),
        destination({ host: 'old-shop', weight: 1, percent: 100 / 11 }),
      ],
    },
  )
  const traefik: Partial<Route> = { dataPlane: 'traefik', telemetry: 'traefik', hosts: ['mix.example'] }
  const services = {
    'shop/checkout-v1': { versions: [version('checkout', 'v1')] },
    'shop/checkout-v2': { versions: [version('checkout', 'v2')] },
    'shop/old-shop': { type: 'ExternalName' },
  }
  const fromTraefik = { source: party('traefik', 'unknown', 'traefik') }
  const rows = [
    row({ ...fromTraefik, service: asked('checkout-v1'), destination: party('checkout', 'v1'), rate: 5 }),
    row({ ...fromTraefik, service: asked('checkout-v2'), destination: party('checkout', 'v2'), rate: 5 }),
    row({
      ...fromTraefik,
      service: asked('old-shop'),
      destination: { ...party('checkout', 'old-shop'), workload: 'old-shop' },
      rate: 1,
    }),
  ]

  test.each([
    ['with traffic', rows],
    ['without', []],
  ])('has its desired share, %s', (_, given) => {
    const shares = sharesOf([route([split], traefik)], given, services)
    expect(shares).toEqual({ 'v1 http': 45.455, 'v2 http': 45.455, 'old-shop http': 9.091 })
  })

  test('is drawn in the box alone, as something outside', () => {
    const graph = buildGraph(
      input(meshOf({ ...shop({ routes: [route([split], traefik)] }), ...services }), rows),
    )
    const old = graph.nodes.filter(({ id }) => id.includes('old-shop'))
    expect(old).toMatchObject([
      { kind: 'version', parent: 'service~sandbox~shop~checkout', badges: ['external'] },
    ])
    expect(graph.edges.find(({ to }) => to === old[0]?.id)).toMatchObject({ rate: 1, share: 9.091 })
    const given = input(meshOf({ ...shop({ routes: [route([split], traefik)] }), ...services }), rows)
    const workloads = buildGraph({ ...given, level: 'workload' })
    expect(workloads.nodes.find(({ name }) => name === 'old-shop')?.badges).toEqual(['external'])
  })

  test('where callers’ proxies count it as a call of its own, it has an edge of its own and no share', () => {
    const shares = sharesOf([route([split], { hosts: ['checkout'] })], [], services)
    expect(shares).toEqual({ 'v1 http': 45.455, 'v2 http': 45.455 })
  })

  test('with pods of its own and a name of its own it stays a service', () => {
    const api = { versions: [version('old-shop', 'v1')] }
    const shares = sharesOf([route([split], traefik)], [], { ...services, 'shop/old-shop': api })
    expect(shares).toEqual({ 'v1 http': 45.455, 'v2 http': 45.455 })
  })
})
