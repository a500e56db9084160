import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ClusterChange } from '@/lib/domain/ports'
import { setLogLevel } from '@/lib/log'
import { createClusters, type RunningClusters } from './clusters'
import { KINDS } from './kinds'
import { ManualScheduler, TestApiServer } from './test-api-server'
import { TestKubeconfig } from './test-kubeconfig'

const SERVICES = '/api/v1/services'
const VIRTUAL_SERVICES = '/apis/networking.istio.io/v1beta1/virtualservices'

let server: TestApiServer
let config: TestKubeconfig
let clock: ManualScheduler
let clusters: RunningClusters
let changes: ClusterChange[]

beforeEach(async () => {
  setLogLevel('silent')
  server = await TestApiServer.start()
  for (const spec of KINDS.filter(({ apiVersions }) => !/istio|gateway|traefik/.test(apiVersions[0]))) {
    server.serve(spec.apiVersions[0], spec.plural, spec.kind)
  }
  config = new TestKubeconfig(`http://127.0.0.1:${server.port}`)
  clock = new ManualScheduler()
  clusters = createClusters({ kubeconfig: config.path, version: '1', scheduler: clock })
  changes = []
  clusters.onChange((change) => changes.push(change))
})
afterEach(async () => {
  await clusters.stop()
  await server.close()
  config.remove()
})

const health = () => clusters.health('test')
const seen = () => changes.map(({ type, kind, namespace, name }) => `${type} ${kind} ${namespace}/${name}`)
const soon = (check: () => void) => vi.waitFor(check, { timeout: 4000, interval: 5 })
const eventually = (check: () => void, stepMs: number) =>
  vi.waitFor(
    () => {
      clock.advance(stepMs)
      check()
    },
    { timeout: 4000, interval: 10 },
  )

describe('createClusters', () => {
  it('lists and watches what the cluster has and leaves out what it lacks', async () => {
    server.put(SERVICES, 'reviews')
    server.put(SERVICES, 'cart', { metadata: { namespace: 'other' } })
    await clusters.start()
    expect(await clusters.ready(5000)).toBe(true)
    const view = clusters.view('test')
    expect(view?.has('services')).toBe(true)
    expect(view?.has('virtualservices')).toBe(false)
    expect(view?.list('virtualservices')).toEqual([])
    expect(view?.list('services')).toHaveLength(2)
    expect(view?.list('services', 'other').map(({ metadata }) => metadata.name)).toEqual(['cart'])
    expect(view?.list('services', 'shop')).toBe(view?.list('services', 'shop'))
    expect(view?.get('services', 'shop', 'reviews')?.metadata.name).toBe('reviews')
    expect(view?.get('services', 'shop', 'cart')).toBeUndefined()
    await soon(() =>
      expect(health()).toMatchObject({ connected: true, synced: true, dataPlanes: ['kubernetes'] }),
    )
    expect(health().detail).toBeUndefined()
    // What was there at the start is not a change.
    expect(changes).toEqual([])
    expect(clusters.names()).toEqual(['test'])
    expect(clusters.view('elsewhere')).toBeUndefined()
    expect(() => clusters.client('elsewhere')).toThrow(/no cluster "elsewhere"/)
  })

  it('lists and watches only the ConfigMaps of feature flags', async () => {
    const maps = '/api/v1/configmaps'
    const labels = { 'aviary.dev/feature-flags': 'true' }
    const data = { 'flags.json': '{}' }
    server.put(maps, 'settings', { data })
    server.put(maps, 'flags', { metadata: { labels }, data })
    await clusters.start()
    await clusters.ready(5000)
    await soon(() => expect(server.watching(maps)).toBe(1))
    server.put(maps, 'settings', { data: {} })
    server.put(maps, 'more-flags', { metadata: { labels }, data })
    await soon(() => expect(seen()).toEqual(['added ConfigMap shop/more-flags']))
    expect(
      clusters
        .view('test')
        ?.list('configmaps')
        .map(({ metadata }) => metadata.name),
    ).toEqual(['flags', 'more-flags'])
    expect(clusters.view('test')?.get('configmaps', 'shop', 'flags')?.data).toEqual(data)
    const asked = [...server.lists(maps), ...server.watches(maps)]
    expect(new Set(asked.map(({ url }) => url.searchParams.get('labelSelector')))).toEqual(
      new Set(['aviary.dev/feature-flags=true']),
    )
    expect(server.lists(SERVICES).map(({ url }) => url.search)).toEqual(['?limit=500'])
  })

  it('tells of changes once they are in the view, with what was there before', async () => {
    await clusters.start()
    await clusters.ready(5000)
    await soon(() => expect(server.watching(SERVICES)).toBe(1))
    const inView: unknown[] = []
    clusters.onChange(({ name }) => {
      inView.push(clusters.view('test')?.get('services', 'shop', name)?.spec)
      throw new Error('a listener that fails')
    })
    server.put(SERVICES, 'reviews', { spec: { x: 1 } })
    server.put(SERVICES, 'reviews', { spec: { x: 2 } })
    server.remove(SERVICES, 'reviews')
    await soon(() => expect(changes).toHaveLength(3))
    expect(seen()).toEqual(['added', 'modified', 'deleted'].map((type) => `${type} Service shop/reviews`))
    expect(changes[1]?.previous?.spec).toEqual({ x: 1 })
    expect(inView).toEqual([{ x: 1 }, { x: 2 }, undefined])
  })

  it('finds kinds that are installed later, and drops those that go', async () => {
    await clusters.start()
    await clusters.ready(5000)
    server.serve('networking.istio.io/v1beta1', 'virtualservices', 'VirtualService')
    server.put(VIRTUAL_SERVICES, 'reviews')
    clock.advance(59_000)
    expect(health().dataPlanes).toEqual(['kubernetes'])
    clock.advance(1_000)
    await soon(() => expect(seen()).toEqual(['added VirtualService shop/reviews']))
    expect(health().dataPlanes).toEqual(['istio', 'kubernetes'])
    await soon(() => expect(server.watching(VIRTUAL_SERVICES)).toBe(1))

    server.unserve('networking.istio.io/v1beta1', 'virtualservices')
    await eventually(() => expect(clusters.view('test')?.has('virtualservices')).toBe(false), 500)
    expect(seen().at(-1)).toBe('deleted VirtualService shop/reviews')
    await soon(() => expect(health().connected).toBe(true))
  })

  it('follows a kind to the version that the tried order prefers', async () => {
    server.serve('networking.istio.io/v1beta1', 'virtualservices', 'VirtualService')
    await clusters.start()
    await clusters.ready(5000)
    server.serve('networking.istio.io/v1', 'virtualservices', 'VirtualService')
    clock.advance(60_000)
    await soon(() => expect(server.watching('/apis/networking.istio.io/v1/virtualservices')).toBe(1))
    await soon(() => expect(server.watching(VIRTUAL_SERVICES)).toBe(0))
  })

  it('keeps what it knows when discovery fails in part', async () => {
    server.serve('networking.istio.io/v1beta1', 'virtualservices', 'VirtualService')
    server.put(VIRTUAL_SERVICES, 'reviews')
    await clusters.start()
    await clusters.ready(5000)
    const before = server.requests.length
    server.override = ({ url }) =>
      url.pathname === '/apis/networking.istio.io/v1beta1' ? { status: 503, body: 'away' } : undefined
    clock.advance(60_000)
    await soon(() =>
      expect(server.requests.slice(before).map(({ url }) => url.pathname)).toContain(
        '/apis/networking.istio.io/v1beta1',
      ),
    )
    expect(clusters.view('test')?.list('virtualservices')).toHaveLength(1)
    expect(changes).toEqual([])
  })

  it('is not ready while it cannot tell whether a kind exists', async () => {
    server.serve('networking.istio.io/v1beta1', 'virtualservices', 'VirtualService')
    server.override = ({ url }) =>
      url.pathname === '/apis/networking.istio.io/v1beta1' ? { status: 503, body: 'away' } : undefined
    await clusters.start()
    await soon(() => expect(health().detail).toContain('virtualservices'))
    expect(health()).toMatchObject({ connected: false, synced: false })
    server.override = undefined
    await eventually(() => expect(health().synced).toBe(true), 500)
  })

  it('keeps trying when the API server is away at the start, and says so', async () => {
    const { port } = server
    await server.close()
    await clusters.start()
    const ready = clusters.ready(1_000)
    await soon(() => expect(health().detail).toContain('ECONNREFUSED'))
    clock.advance(1_000)
    expect(await ready).toBe(false)
    clock.advance(30_000)
    expect(health()).toMatchObject({ connected: false, synced: false, ageSeconds: 31 })
    await server.listen(port)
    await eventually(() => expect(health()).toMatchObject({ connected: true, synced: true }), 500)
    expect(health().ageSeconds).toBeLessThan(5)
  })

  it('says which kind it may not read', async () => {
    server.override = ({ url }) =>
      url.pathname === '/api/v1/pods'
        ? { status: 403, body: { kind: 'Status', code: 403, message: 'pods is forbidden' } }
        : undefined
    await clusters.start()
    await soon(() => expect(health().detail).toBe('pods: 403: pods is forbidden'))
    expect(health()).toMatchObject({ connected: false, synced: false })
  })

  it('works on without the right to read what only adds to the picture, and says what is missing', async () => {
    server.override = ({ url }) =>
      url.pathname === '/api/v1/resourcequotas'
        ? { status: 403, body: { kind: 'Status', code: 403, message: 'resourcequotas is forbidden' } }
        : undefined
    await clusters.start()
    await soon(() => expect(health()).toMatchObject({ connected: true, synced: true }))
    expect(health().detail).toBe('resourcequotas: 403: resourcequotas is forbidden')
    expect(health().unread).toEqual(['resourcequotas'])
  })

  it('stops listening and stops at once', async () => {
    await clusters.start()
    await clusters.ready(5000)
    const heard: string[] = []
    const leave = clusters.onChange(({ name }) => heard.push(name))
    leave()
    await soon(() => expect(server.watching(SERVICES)).toBe(1))
    server.put(SERVICES, 'reviews')
    await soon(() => expect(changes).toHaveLength(1))
    expect(heard).toEqual([])
    await clusters.stop()
    expect(await clusters.ready(10)).toBe(true)
  })
})
