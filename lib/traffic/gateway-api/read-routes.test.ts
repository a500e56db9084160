import { describe, expect, it } from 'vitest'
import { MemoryCluster, service } from '../memory-cluster.fixture'
import {
  cart,
  clusterWith,
  gateway,
  istioGateway,
  ref,
  route,
  routeOf,
  rulesOf,
  toGateway,
  toService,
  versionServices,
  workloads,
} from './market-cluster.fixture'
import { readGatewayRoutes } from './read-routes'

const split = [ref('cart-v1', 90), ref('cart-v2', 10)]

describe('readGatewayRoutes', () => {
  it('reads weights as proportions, 1 where none is written', () => {
    const cluster = clusterWith([{ name: 'main', backendRefs: [ref('cart-v1', 3), ref('cart-v2')] }])
    expect(routeOf(cluster)).toMatchObject({
      id: 'httproute~market~cart',
      kind: 'HTTPRoute',
      dataPlane: 'gateway-api',
      hosts: ['public.example.com'],
      gateways: ['market/public'],
      rules: [
        {
          id: 'main',
          match: [],
          total: 4,
          destinations: [
            { key: 'v1', version: 'v1', host: 'cart-v1', port: 80, weight: 3, percent: 75 },
            { key: 'v2', weight: 1, percent: 25 },
          ],
        },
      ],
    })
  })

  it('gives a lone backend everything', () => {
    const [rule] = rulesOf(clusterWith([{ backendRefs: [{ name: 'cart-v1', port: 80 }] }]))
    expect(rule?.destinations).toMatchObject([{ key: 'v1', percent: 100 }])
  })

  it('shows backends of other kinds, namespaces and services by host', () => {
    const traefik = { group: 'traefik.io', kind: 'TraefikService', name: 'split' }
    const cluster = clusterWith([
      { backendRefs: [ref('cart-v1'), traefik, { ...ref('auth'), namespace: 'edge' }, ref('cart')] },
    ])
    const shown = rulesOf(cluster)[0]?.destinations.map(({ host, version }) => [host, version])
    expect(shown).toEqual([
      ['cart-v1', 'v1'],
      ['split.traefikservice.traefik.io', undefined],
      ['auth.edge', undefined],
      ['cart', undefined],
    ])
    expect(routeOf(cluster).badges).toContainEqual({
      kind: 'cross-namespace',
      words: 'Sends to edge/auth, which no ReferenceGrant there allows: those requests fail.',
    })
    cluster.put({
      apiVersion: 'gateway.networking.k8s.io/v1beta1',
      kind: 'ReferenceGrant',
      metadata: { namespace: 'edge', name: 'market' },
      spec: {
        from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'market' }],
        to: [{ group: '', kind: 'Service' }],
      },
    })
    expect(routeOf(cluster).badges?.[0]?.words).toContain('as a ReferenceGrant there allows')
  })

  it('lists routes of the mesh first, and none of other services', () => {
    const cluster = new MemoryCluster([
      ...workloads,
      ...versionServices,
      ...istioGateway,
      service('market', 'ads', { app: 'ads' }),
      route('HTTPRoute', 'a-public', { parentRefs: [toGateway], rules: [{ backendRefs: split }] }),
      route('HTTPRoute', 'mesh', { parentRefs: [toService], rules: [{ backendRefs: split }] }),
      route('GRPCRoute', 'rpc', { parentRefs: [toService], rules: [{ backendRefs: split }] }),
      route('TCPRoute', 'raw', { parentRefs: [toGateway], rules: [{ backendRefs: split }] }),
      route('HTTPRoute', 'ads', { parentRefs: [toGateway], rules: [{ backendRefs: [ref('ads')] }] }),
    ])
    const routes = readGatewayRoutes(cluster.view, cart)
    expect(routes.map(({ id }) => id)).toEqual([
      'httproute~market~mesh',
      'grpcroute~market~rpc',
      'httproute~market~a-public',
      'tcproute~market~raw',
    ])
    expect(routes[0]).toMatchObject({ hosts: ['cart.market.svc.cluster.local'], gateways: ['mesh'] })
    expect(routes[1]?.rules[0]).toMatchObject({ protocol: 'grpc', total: 100 })
    expect(routes[3]?.capabilities).toMatchObject({ weights: false, addVersion: false, cutOver: false })
    expect(routes[3]?.rules[0]).toMatchObject({ protocol: 'tcp', fixed: 'TCPRoutes are only read.' })
  })

  it('counts Services without selectors by name and version, where a Gateway sends to them', () => {
    const labelled = (version: string) => ({
      ...service('market', `pay-${version}`),
      metadata: { namespace: 'market', name: `pay-${version}`, labels: { version } },
    })
    const cluster = new MemoryCluster([
      service('market', 'pay'),
      labelled('v1'),
      labelled('v2'),
      ...istioGateway,
      route('HTTPRoute', 'pay', {
        parentRefs: [toGateway],
        rules: [{ backendRefs: [ref('pay-v1', 9), ref('pay-v2', 1)] }],
      }),
    ])
    const [found] = readGatewayRoutes(cluster.view, { ...cart, name: 'pay' })
    expect(found?.rules[0]?.destinations.map(({ key, percent }) => [key, percent])).toEqual([
      ['v1', 90],
      ['v2', 10],
    ])
  })

  it('shows mirrors, timeouts, retries, stickiness and filters', () => {
    const cluster = clusterWith([
      {
        backendRefs: split,
        timeouts: { request: '3s', backendRequest: '1s' },
        retry: { attempts: 2 },
        sessionPersistence: { sessionName: 'basket', type: 'Cookie' },
        filters: [
          { type: 'RequestMirror', requestMirror: { backendRef: ref('cart-v2') } },
          {
            type: 'RequestMirror',
            requestMirror: { backendRef: ref('log'), fraction: { numerator: 1, denominator: 8 } },
          },
          { type: 'URLRewrite', urlRewrite: { hostname: 'x' } },
        ],
      },
      { filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https' } }] },
    ])
    const [rule, redirect] = rulesOf(cluster)
    expect(rule).toMatchObject({
      mirrors: [
        { to: 'v2', percent: 100 },
        { to: 'log~~80', percent: 12.5 },
      ],
      timeout: '3s',
      retries: { attempts: 2, perTryTimeout: '1s' },
      sticky: 'cookie basket',
    })
    expect(redirect).toMatchObject({ redirect: true, destinations: [] })
    expect(routeOf(cluster).badges?.map(({ words }) => words)).toEqual([
      'Rule 1 rewrites the address.',
      'Rule 2 answers with a redirect.',
    ])
  })

  it('says in which order rules are tried', () => {
    const at = (type: string, value: string) => ({ matches: [{ path: { type, value } }], backendRefs: split })
    const cluster = clusterWith([
      at('PathPrefix', '/'),
      at('PathPrefix', '/api'),
      at('Exact', '/'),
      {
        matches: [{ path: { type: 'PathPrefix', value: '/api' }, headers: [{ name: 'a', value: 'b' }] }],
        backendRefs: split,
      },
    ])
    const order = rulesOf(cluster).map(({ precedence = '' }) =>
      /^Tried as (\d) of 4, since this rule ([^.]*)/.exec(precedence),
    )
    expect(order.map((found) => found?.slice(1))).toEqual([
      ['4', 'matches every request'],
      ['3', 'has a path prefix of 4 characters'],
      ['1', 'has an exact path'],
      ['2', 'has a path prefix of 4 characters, 1 header'],
    ])
    expect(rulesOf(clusterWith([at('Exact', '/')]))[0]?.precedence).toBeUndefined()
  })

  it('tells rules of other services apart in a shared route', () => {
    const cluster = clusterWith([{ backendRefs: split }, { name: 'ads', backendRefs: [ref('ads')] }])
    expect(rulesOf(cluster).map(({ fixed }) => fixed)).toEqual([
      undefined,
      'This rule sends nothing to cart.',
    ])
  })

  it('survives specs of any shape', () => {
    const specs = [
      undefined,
      null,
      7,
      [],
      { parentRefs: 'x', rules: {} },
      {
        parentRefs: [null, 3, { name: 4 }],
        rules: [
          null,
          1,
          { backendRefs: [null, 5, { name: 'cart-v1', weight: '9' }], matches: 3, filters: [null, 7] },
        ],
      },
    ]
    const cluster = new MemoryCluster([
      ...workloads,
      ...versionServices,
      ...specs.flatMap((spec, index) =>
        ['HTTPRoute', 'GRPCRoute', 'TLSRoute'].map((kind) => route(kind, `odd-${index}`, spec)),
      ),
    ])
    const routes = readGatewayRoutes(cluster.view, cart)
    expect(routes.map(({ name }) => name)).toEqual(['odd-5', 'odd-5', 'odd-5'])
    expect(routes[0]?.rules[2]?.destinations.map(({ key, weight }) => [key, weight])).toEqual([
      ['~~', 1],
      ['~~~2', 1],
      ['v1', 1],
    ])
  })
})

describe('acceptance', () => {
  const condition = (type: string, status: string, observedGeneration?: number) => ({
    type,
    status,
    reason: type,
    message: 'm',
    ...(observedGeneration === undefined ? {} : { observedGeneration }),
  })
  const conditionsWith = (parents: unknown) => {
    const body = route('HTTPRoute', 'cart', { parentRefs: [toGateway], rules: [{ backendRefs: split }] })
    const cluster = clusterWith([])
    cluster.put({ ...body, metadata: { ...body.metadata, generation: 4 }, status: { parents } })
    return routeOf(cluster).conditions?.map(({ type, ok, stale }) => [type, ok, stale])
  }
  const entry = (...conditions: unknown[]) => ({
    parentRef: { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'public' },
    controllerName: 'istio.io/gateway-controller',
    conditions,
  })

  it('is stale until the present generation has been looked at', () => {
    expect(
      conditionsWith([entry(condition('Accepted', 'True', 4), condition('ResolvedRefs', 'False', 3))]),
    ).toEqual([
      ['Accepted', true, false],
      ['ResolvedRefs', false, true],
    ])
    expect(conditionsWith([entry(condition('Accepted', 'True'))])).toEqual([['Accepted', true, true]])
    const partly = [entry(condition('Accepted', 'True', 4), condition('PartiallyInvalid', 'True', 4))]
    expect(conditionsWith(partly)?.[1]).toEqual(['PartiallyInvalid', false, false])
  })

  it('is stale where nobody answers for a parent', () => {
    const other = { ...entry(condition('Accepted', 'True', 4)), parentRef: { name: 'other' } }
    for (const parents of [undefined, [], [other], [entry()], 'x']) {
      expect(conditionsWith(parents)).toEqual([['Accepted', false, true]])
    }
  })
})

describe('capabilities', () => {
  const capabilities = (
    controller: string,
    features: readonly unknown[] | undefined,
    parents: object[] = [{ name: 'gw' }],
  ) =>
    routeOf(
      clusterWith(
        [{ backendRefs: split }],
        [...versionServices, ...gateway('gw', controller, features)],
        parents,
      ),
    ).capabilities

  it('offers no mirror where the class lists none', () => {
    expect(capabilities('traefik.io/gateway-controller', undefined).mirror).toBe(false)
    const listed = ['HTTPRoute', 'HTTPRouteQueryParamMatching']
    for (const features of [listed, listed.map((name) => ({ name }))]) {
      const found = capabilities('traefik.io/gateway-controller', features)
      expect(found).toMatchObject({ mirror: false, match: ['header', 'cookie', 'query'] })
      expect(found.notes?.mirror).toContain(
        'Gateway market/gw of class class-gw does not list HTTPRouteRequestMirror',
      )
    }
  })

  it('offers whole mirrors where the class lists no percentage, and warns where it lists nothing', () => {
    const whole = capabilities('kgateway.dev/kgateway', ['HTTPRouteRequestMirror'])
    expect(whole.mirror).toEqual({ percentStep: 100 })
    expect(whole.notes?.mirror).toContain('mirrors all requests or none')
    const silent = capabilities('example.com/unknown', undefined)
    expect(silent).toMatchObject({ mirror: { percentStep: 1 }, match: ['header', 'query', 'method'] })
    expect(silent.notes?.mirror).toContain('lists no features')
    expect(silent.notes?.match).toContain('not known to take regular expressions')
  })

  it('goes by the weakest of several parents', () => {
    const both = capabilities(
      'traefik.io/gateway-controller',
      ['HTTPRoute'],
      [{ name: 'public' }, { name: 'gw' }],
    )
    expect(both.mirror).toBe(false)
    const mesh = capabilities('istio.io/gateway-controller', [], [{ name: 'public' }, toService])
    expect(mesh.mirror).toEqual({ percentStep: 1 })
    expect(mesh.notes?.mirror).toContain('the mesh lists no features')
  })
})
