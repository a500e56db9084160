import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openConnection, type KubeConnection } from './connection'
import { KindStore, type StoreChange } from './kind-store'
import { createProbe } from './probe'
import { ManualScheduler, TestApiServer } from './test-api-server'
import { TestKubeconfig } from './test-kubeconfig'
import { Watcher } from './watcher'

const SERVICES = '/api/v1/services'

let server: TestApiServer
let connection: KubeConnection
let clock: ManualScheduler
let changes: StoreChange[]
let store: KindStore
let watcher: Watcher
let missing: number
let config: TestKubeconfig

beforeEach(async () => {
  server = await TestApiServer.start()
  server.serve('v1', 'services', 'Service')
  config = new TestKubeconfig(`http://127.0.0.1:${server.port}`)
  connection = openConnection({ kubeconfig: config.path, version: 'test' })
  clock = new ManualScheduler()
  changes = []
  missing = 0
  store = new KindStore((change) => changes.push(change))
  watcher = new Watcher({
    kind: { id: 'services', apiVersion: 'v1', kind: 'Service', plural: 'services', namespaced: true },
    fetch: connection.fetch,
    scheduler: clock,
    sink: {
      replace: (objects) => store.replace(objects),
      upsert: (object) => store.upsert(object),
      remove: (object) => store.remove(object),
    },
    probe: createProbe(connection.fetch, clock),
    onMissing: () => (missing += 1),
    onState: () => undefined,
  })
})

afterEach(async () => {
  await watcher.stop()
  await connection.close()
  await server.close()
  config.remove()
})

const names = () => store.list('shop').map((object) => object.metadata.name)
const log = () => changes.map(({ type, object }) => `${type} ${object.metadata.name}`)

/** Lets the clock run in small steps until the condition holds. */
function eventually(check: () => void, stepMs = 100): Promise<void> {
  return vi.waitFor(
    () => {
      clock.advance(stepMs)
      check()
    },
    { timeout: 4000, interval: 5 },
  )
}

/** Waits without moving the clock. */
const soon = (check: () => void) => vi.waitFor(check, { timeout: 4000, interval: 5 })

async function started(): Promise<void> {
  watcher.start()
  await soon(() => expect(server.watching(SERVICES)).toBe(1))
  await soon(() => expect(watcher.connected).toBe(true))
}

describe('list', () => {
  it('reads every page and then watches from the list', async () => {
    for (let index = 0; index < 1201; index += 1) server.put(SERVICES, `s${index}`, {}, true)
    await started()
    expect(names()).toHaveLength(1201)
    expect(server.lists(SERVICES).map(({ url }) => url.searchParams.get('limit'))).toEqual([
      '500',
      '500',
      '500',
    ])
    const watch = server.watches(SERVICES)[0]?.url.searchParams
    expect(watch?.get('resourceVersion')).toBe('1301')
    expect(watch?.get('allowWatchBookmarks')).toBe('true')
    expect(Number(watch?.get('timeoutSeconds'))).toBe(270)
    expect(store.get('shop', 's7')).toMatchObject({ apiVersion: 'v1', kind: 'Service' })
  })

  it('starts over when a continue token is too old, and asks for one piece after the second time', async () => {
    for (let index = 0; index < 600; index += 1) server.put(SERVICES, `s${index}`, {}, true)
    server.override = ({ url }) =>
      url.searchParams.has('continue')
        ? { status: 410, body: { kind: 'Status', code: 410, reason: 'Expired', message: 'too old' } }
        : undefined
    await started()
    expect(names()).toHaveLength(600)
    expect(server.lists(SERVICES).map(({ url }) => url.search)).toEqual([
      '?limit=500',
      '?limit=500&continue=500',
      '?limit=500',
      '?limit=500&continue=500',
      '',
    ])
  })

  it('keeps trying while the server refuses, says why, and honours Retry-After', async () => {
    server.override = ({ url }) =>
      url.pathname === SERVICES
        ? {
            status: 429,
            body: { kind: 'Status', code: 429, message: 'too many requests' },
            headers: { 'retry-after': '30' },
          }
        : undefined
    watcher.start()
    await soon(() => expect(watcher.lastError).toContain('too many requests'))
    expect(watcher.connected).toBe(false)
    expect(watcher.synced).toBe(false)
    clock.advance(29_000)
    expect(server.lists(SERVICES)).toHaveLength(1)
    expect(watcher.ageSeconds()).toBeGreaterThanOrEqual(29)
    server.override = undefined
    await eventually(() => expect(watcher.synced).toBe(true))
    expect(watcher.ageSeconds()).toBeLessThan(1)
    expect(watcher.lastError).toBeUndefined()
  })

  it('says that the kind is missing', async () => {
    server.unserve('v1', 'services')
    watcher.start()
    await soon(() => expect(missing).toBe(1))
  })
})

describe('watch', () => {
  it('takes events with what was there before', async () => {
    server.put(SERVICES, 'a')
    await started()
    server.put(SERVICES, 'b')
    server.put(SERVICES, 'a', { spec: { x: 1 } })
    server.remove(SERVICES, 'b')
    await soon(() => expect(log()).toEqual(['added a', 'added b', 'modified a', 'deleted b']))
    expect(changes[2]?.previous?.spec).toBeUndefined()
    expect(changes[2]?.object.spec).toEqual({ x: 1 })
    expect(names()).toEqual(['a'])
  })

  it('puts half lines and half characters together', async () => {
    await started()
    const object = { metadata: { name: 'é-💡', namespace: 'shop', uid: 'u', resourceVersion: '150' } }
    const bytes = new TextEncoder().encode(`${JSON.stringify({ type: 'ADDED', object })}\n`)
    for (let at = 0; at < bytes.length; at += 7) server.raw(SERVICES, bytes.slice(at, at + 7))
    await soon(() => expect(names()).toEqual(['é-💡']))
  })

  it('goes on from the last event or bookmark after every end', async () => {
    server.put(SERVICES, 'a')
    await started()
    const version = server.bookmark(SERVICES)
    await soon(() => expect(server.watching(SERVICES)).toBe(1))
    server.endStreams()
    await eventually(() => expect(server.watches(SERVICES)).toHaveLength(2))
    await soon(() => expect(server.watching(SERVICES)).toBe(1))
    server.dropStreams()
    await eventually(() => expect(server.watches(SERVICES)).toHaveLength(3))
    expect(server.watches(SERVICES).map(({ url }) => url.searchParams.get('resourceVersion'))).toEqual([
      '101',
      String(version),
      String(version),
    ])
    expect(server.lists(SERVICES)).toHaveLength(1)
    server.put(SERVICES, 'b')
    await eventually(() => expect(names()).toEqual(['a', 'b']))
  })

  it('sees what happened while it was cut off, from history or by a new list', async () => {
    server.put(SERVICES, 'a')
    server.put(SERVICES, 'b')
    await started()
    server.dropStreams()
    server.remove(SERVICES, 'a')
    await eventually(() => expect(names()).toEqual(['b']))
    await soon(() => expect(server.watching(SERVICES)).toBe(1))

    server.dropStreams()
    await soon(() => expect(server.watching(SERVICES)).toBe(0))
    server.remove(SERVICES, 'b')
    server.put(SERVICES, 'c')
    server.compact()
    await eventually(() => expect(names()).toEqual(['c']))
    expect(server.lists(SERVICES)).toHaveLength(2)
    expect(log()).toEqual(['added a', 'added b', 'deleted a', 'deleted b', 'added c'])
  })

  it('lists again after a 410 inside the stream, without calling it an error', async () => {
    server.put(SERVICES, 'a')
    await started()
    server.put(SERVICES, 'b', {}, true)
    const object = { kind: 'Status', code: 410, reason: 'Expired', message: 'too old resource version' }
    server.raw(SERVICES, `${JSON.stringify({ type: 'ERROR', object })}\n`)
    await eventually(() => expect(names()).toEqual(['a', 'b']))
    expect(watcher.lastError).toBeUndefined()
  })

  it('restarts after another ERROR event, a malformed line, or a line cut in half', async () => {
    server.put(SERVICES, 'a')
    await started()
    const object = { kind: 'Status', code: 500, message: 'etcd is away' }
    server.raw(SERVICES, `${JSON.stringify({ type: 'ERROR', object })}\n`)
    await soon(() => expect(watcher.lastError).toBe('500: etcd is away'))
    await eventually(() => expect(server.watching(SERVICES)).toBe(1))
    server.raw(SERVICES, '{"type":"ADDED","obj\n')
    await soon(() => expect(watcher.lastError).toContain('no event'))
    await eventually(() => expect(server.watching(SERVICES)).toBe(1))
    server.raw(SERVICES, '{"type":"ADDED"')
    server.endStreams()
    await soon(() => expect(watcher.lastError).toContain('middle of an event'))
    await eventually(() => expect(watcher.lastError).toBeUndefined())
    server.put(SERVICES, 'b')
    await eventually(() => expect(names()).toEqual(['a', 'b']))
  })

  it('lists again when the same position breaks three streams in a row', async () => {
    await started()
    for (let round = 1; round <= 3; round += 1) {
      await eventually(() => expect(server.watching(SERVICES)).toBe(1))
      server.raw(SERVICES, 'nonsense\n')
      await soon(() => expect(server.watching(SERVICES)).toBe(0))
    }
    await eventually(() => expect(server.lists(SERVICES)).toHaveLength(2), 1000)
  })

  it('backs off while the server is away and comes back by itself', async () => {
    await started()
    const { port } = server
    await server.close()
    await soon(() => expect(watcher.connected).toBe(false))
    for (let round = 0; round < 40; round += 1) {
      clock.advance(1000)
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(watcher.ageSeconds()).toBeGreaterThan(30)
    await server.listen(port)
    await eventually(() => expect(watcher.connected).toBe(true), 1000)
    expect(watcher.ageSeconds()).toBeLessThan(2)
  })
})

describe('silence and time', () => {
  it('proves a quiet stream alive by a probe', async () => {
    await started()
    clock.advance(14_000)
    expect(watcher.ageSeconds()).toBe(14)
    clock.advance(1_000)
    await soon(() => expect(watcher.ageSeconds()).toBe(0))
    expect(server.watches(SERVICES)).toHaveLength(1)
  })

  it('notices a frozen server within 20 s and does not claim to be in step', async () => {
    await started()
    server.override = () => 'hang'
    clock.advance(15_000)
    await soon(() => expect(server.requests.at(-1)?.url.pathname).toBe('/version'))
    clock.advance(5_000)
    await soon(() => expect(watcher.lastError).toContain('no sign of life'))
    expect(watcher.connected).toBe(false)
    expect(watcher.ageSeconds()).toBe(20)
    server.override = undefined
    await eventually(() => expect(watcher.connected).toBe(true), 1000)
  })

  it('opens a new stream after 75 s without a byte although the server answers probes', async () => {
    await started()
    for (let seconds = 0; seconds < 60; seconds += 15) {
      clock.advance(15_000)
      await soon(() => expect(watcher.ageSeconds()).toBe(0))
    }
    clock.advance(15_000)
    await soon(() => expect(watcher.lastError).toBe('the watch went silent'))
    await eventually(() => expect(server.watches(SERVICES)).toHaveLength(2))
  })

  it('repairs lost events by a full list every 15 minutes', async () => {
    server.put(SERVICES, 'kept')
    server.put(SERVICES, 'gone')
    await started()
    server.put(SERVICES, 'new', {}, true)
    server.remove(SERVICES, 'gone', true)
    server.put(SERVICES, 'kept', { spec: { x: 2 } }, true)
    changes.length = 0
    let seconds = 0
    await vi.waitFor(
      async () => {
        clock.advance(10_000)
        seconds += 10
        if (server.watching(SERVICES) > 0) server.bookmark(SERVICES)
        if (seconds % 250 === 0) server.endStreams()
        expect(server.lists(SERVICES)).toHaveLength(2)
      },
      { timeout: 8000, interval: 5 },
    )
    expect(seconds).toBeGreaterThanOrEqual(890)
    expect(seconds).toBeLessThan(1200)
    await soon(() => expect(log().sort()).toEqual(['added new', 'deleted gone', 'modified kept']))
  })

  it('ends a stream that the server forgot to end', async () => {
    await started()
    for (let seconds = 0; seconds < 290; seconds += 10) {
      server.bookmark(SERVICES)
      await soon(() => expect(watcher.ageSeconds()).toBe(0))
      clock.advance(10_000)
    }
    await eventually(() => expect(server.watches(SERVICES)).toHaveLength(2))
  })

  it('stops for good', async () => {
    await started()
    await watcher.stop()
    await soon(() => expect(server.watching(SERVICES)).toBe(0))
    const before = server.requests.length
    server.put(SERVICES, 'late')
    clock.advance(60_000)
    expect(server.requests).toHaveLength(before)
    expect(names()).toEqual([])
  })
})
