import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { listAt, numberAt, objectAt, textAt, valueAt, type JsonObject } from '../json'
import { mergePatch, TestCluster } from '../test-cluster'

const group = 'gateway.networking.k8s.io'
const routes = `/apis/${group}/v1/namespaces/default/httproutes`

let cluster: TestCluster
beforeAll(async () => {
  cluster = await TestCluster.start()
  for (const manifest of [
    gatewayClass('istio', 'istio.io/gateway-controller'),
    gatewayClass('traefik', 'traefik.io/gateway-controller'),
    gatewayClass('other', 'example.com/controller'),
    gateway('inside', 'istio', { hostname: '*.shop.example' }),
    gateway('traefik', 'traefik', {}),
    gateway('foreign', 'other', {}),
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'infra' } },
    { ...gateway('closed', 'istio', {}), metadata: { name: 'closed', namespace: 'infra' } },
    service('web'),
    { ...service('far'), metadata: { name: 'far', namespace: 'infra' } },
  ])
    await cluster.api.apply(manifest)
})
afterAll(() => cluster.stop())

function gatewayClass(name: string, controllerName: string) {
  return { apiVersion: `${group}/v1`, kind: 'GatewayClass', metadata: { name }, spec: { controllerName } }
}

function gateway(name: string, gatewayClassName: string, listener: object) {
  const listeners = [{ name: 'http', port: 80, protocol: 'HTTP', ...listener }]
  return {
    apiVersion: `${group}/v1`,
    kind: 'Gateway',
    metadata: { name },
    spec: { gatewayClassName, listeners },
  }
}

function service(name: string) {
  const spec = { selector: { app: name }, ports: [{ name: 'http', port: 80 }] }
  return { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec }
}

function route(name: string, parent: object, spec: object = {}, backend: object = { name: 'web', port: 80 }) {
  return {
    apiVersion: `${group}/v1`,
    kind: 'HTTPRoute',
    metadata: { name },
    spec: { parentRefs: [parent], rules: [{ backendRefs: [backend] }], ...spec },
  }
}

const conditionOf = (holder: unknown, type: string) =>
  listAt(holder, 'conditions').find((each) => textAt(each, 'type') === type)

/** The route's only parent entry, once it is about the newest spec. */
function parentOf(name: string): Promise<unknown> {
  return vi.waitFor(async () => {
    const { body } = await cluster.call('GET', `${routes}/${name}`)
    const parents = listAt(body, 'status', 'parents')
    expect(parents).toHaveLength(1)
    const observed = numberAt(conditionOf(parents[0], 'Accepted'), 'observedGeneration')
    expect(observed).toBe(numberAt(body, 'metadata', 'generation'))
    return parents[0]
  })
}

describe('classes and Gateways', () => {
  const featuresOf = async (name: string) => {
    const path = `/apis/${group}/v1/gatewayclasses/${name}`
    return vi.waitFor(async () => {
      const { body } = await cluster.call('GET', path)
      expect(textAt(conditionOf(body['status'], 'Accepted'), 'status')).toBe('True')
      return listAt(body, 'status', 'supportedFeatures').map((each) => textAt(each, 'name'))
    })
  }

  it("list each implementation's features: Traefik's have no mirror", async () => {
    expect(await featuresOf('istio')).toContain('HTTPRouteRequestPercentageMirror')
    const traefik = await featuresOf('traefik')
    expect(traefik).toContain('HTTPRouteHostRewrite')
    expect(traefik).not.toContain('HTTPRouteRequestMirror')
  })

  it('are programmed, with an address and the routes that are attached', async () => {
    await cluster.api.apply(route('counted', { name: 'inside' }))
    await vi.waitFor(async () => {
      const path = `/apis/${group}/v1/namespaces/default/gateways/inside`
      const status = objectAt((await cluster.call('GET', path)).body, 'status')
      expect(textAt(conditionOf(status, 'Programmed'), 'status')).toBe('True')
      expect(listAt(status, 'addresses')).toEqual([
        { type: 'Hostname', value: 'inside-istio.default.svc.cluster.local' },
      ])
      expect(numberAt(listAt(status, 'listeners')[0], 'attachedRoutes')).toBeGreaterThan(0)
    })
  })

  it('of other controllers stay as they were made', async () => {
    const path = `/apis/${group}/v1/namespaces/default/gateways/foreign`
    const { body } = await cluster.call('GET', path)
    expect(textAt(conditionOf(body['status'], 'Accepted'), 'status')).toBe('Unknown')
  })
})

describe('routes', () => {
  const mesh = { group: '', kind: 'Service', name: 'web' }
  const elsewhere = { name: 'closed', namespace: 'infra' }
  const wrongHost = { hostnames: ['a.other.example'] }
  const traefikService = { group: 'traefik.io', kind: 'TraefikService', name: 'split' }
  it.each([
    ['a Gateway', route('r1', { name: 'inside' }), 'Accepted', 'ResolvedRefs'],
    ['a Service, for the mesh', route('r2', mesh), 'Accepted', 'ResolvedRefs'],
    [
      'no such section',
      route('r3', { name: 'inside', sectionName: 'tls' }),
      'NoMatchingParent',
      'ResolvedRefs',
    ],
    ['a closed namespace', route('r4', elsewhere), 'NotAllowedByListeners', 'ResolvedRefs'],
    [
      'a foreign host',
      route('r5', { name: 'inside' }, wrongHost),
      'NoMatchingListenerHostname',
      'ResolvedRefs',
    ],
    ['no such backend', route('r6', mesh, {}, { name: 'gone', port: 80 }), 'Accepted', 'BackendNotFound'],
    [
      'a backend not granted',
      route('r7', mesh, {}, { name: 'far', namespace: 'infra', port: 80 }),
      'Accepted',
      'RefNotPermitted',
    ],
    [
      "Traefik's own kind",
      route('r8', { name: 'traefik' }, {}, traefikService),
      'Accepted',
      'BackendNotFound',
    ],
    ["Traefik's kind in the mesh", route('r9', mesh, {}, traefikService), 'Accepted', 'InvalidKind'],
  ])('bound to %s', async (_name, manifest, accepted, resolved) => {
    await cluster.api.apply(manifest)
    const parent = await parentOf(manifest.metadata.name)
    expect(textAt(conditionOf(parent, 'Accepted'), 'reason')).toBe(accepted)
    expect(textAt(conditionOf(parent, 'ResolvedRefs'), 'reason')).toBe(resolved)
    const ok = resolved === 'ResolvedRefs' ? 'True' : 'False'
    expect(textAt(conditionOf(parent, 'ResolvedRefs'), 'status')).toBe(ok)
  })

  it('to a Gateway of an unknown controller get no answer', async () => {
    await cluster.api.apply(route('foreign', { name: 'foreign' }))
    await cluster.api.apply(route('later', { name: 'inside' }))
    await parentOf('later')
    const { body } = await cluster.call('GET', `${routes}/foreign`)
    expect(body['status']).toBeUndefined()
  })

  it('are answered again after a move and when a backend comes', async () => {
    const refs = ['web', 'web-v2'].map((name) => ({ name, port: 80, weight: 50 }))
    await cluster.api.apply(route('moved', { name: 'inside' }))
    const before = await parentOf('moved')
    const change = { spec: { rules: [{ backendRefs: refs }] } }
    const { body } = await cluster.call('PATCH', `${routes}/moved`, { type: mergePatch, body: change })
    expect(numberAt(body, 'metadata', 'generation')).toBe(2)
    const missing = await parentOf('moved')
    expect(textAt(conditionOf(missing, 'ResolvedRefs'), 'reason')).toBe('BackendNotFound')
    expect(valueAt(conditionOf(missing, 'Accepted'), 'lastTransitionTime')).toBe(
      valueAt(conditionOf(before, 'Accepted'), 'lastTransitionTime'),
    )
    await cluster.api.apply(service('web-v2'))
    await vi.waitFor(async () =>
      expect(textAt(conditionOf(await parentOf('moved'), 'ResolvedRefs'), 'status')).toBe('True'),
    )
  })

  it('leave the entries of other controllers alone', async () => {
    await cluster.api.apply(route('shared', { name: 'inside' }))
    const own = (await parentOf('shared')) as JsonObject
    const foreign = { ...own, controllerName: 'example.com/controller', parentRef: { name: 'foreign' } }
    await cluster.call('PATCH', `${routes}/shared/status`, {
      type: mergePatch,
      body: { status: { parents: [foreign] } },
    })
    await vi.waitFor(async () => {
      const { body } = await cluster.call('GET', `${routes}/shared`)
      const names = listAt(body, 'status', 'parents').map((each) => textAt(each, 'controllerName'))
      expect(names).toEqual(['example.com/controller', 'istio.io/gateway-controller'])
    })
  })
})
