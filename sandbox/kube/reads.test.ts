import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listAt, textAt, type JsonObject } from './json'
import { Store } from './store'
import { kindOf } from './kinds'
import { mergePatch, TestCluster } from './test-cluster'

let cluster: TestCluster
beforeEach(async () => {
  cluster = await TestCluster.start()
})
afterEach(() => cluster.stop())

const maps = '/api/v1/namespaces/default/configmaps'
const create = (name: string, labels: JsonObject = {}) =>
  cluster.call('POST', maps, { body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels } } })
const names = (body: JsonObject) => listAt(body, 'items').map((item) => textAt(item, 'metadata', 'name'))
const versionOf = (body: JsonObject) => textAt(body, 'metadata', 'resourceVersion') ?? ''

async function take(events: AsyncGenerator<JsonObject>, count: number): Promise<JsonObject[]> {
  const taken: JsonObject[] = []
  for await (const event of events) if (taken.push(event) === count) break
  return taken
}
const summary = (event: JsonObject) => [event['type'], textAt(event, 'object', 'metadata', 'name')]

describe('lists', () => {
  it('come in pages under the resourceVersion of the first one', async () => {
    for (const name of ['a', 'b', 'c']) await create(name)
    const first = (await cluster.call('GET', `${maps}?limit=2`)).body
    expect(names(first)).toEqual(['a', 'b'])
    await create('bb')
    const token = textAt(first, 'metadata', 'continue') ?? ''
    const second = (await cluster.call('GET', `${maps}?limit=2&continue=${token}`)).body
    expect(names(second)).toEqual(['bb', 'c'])
    expect(versionOf(second)).toBe(versionOf(first))
    expect((await cluster.call('GET', `${maps}?continue=junk`)).code).toBe(400)
  })

  it.each([
    ['labelSelector=tier%3Dweb', ['a', 'b']],
    ['labelSelector=tier!%3Dweb', ['c']],
    ['labelSelector=app in (x,y),tier', ['a', 'b']],
    ['labelSelector=app notin (x)', ['b', 'c']],
    ['labelSelector=!tier', ['c']],
    ['fieldSelector=metadata.name%3Db', ['b']],
    ['fieldSelector=metadata.namespace!%3Ddefault', []],
  ])('are narrowed by %s', async (query, expected) => {
    await create('a', { tier: 'web', app: 'x' })
    await create('b', { tier: 'web', app: 'y' })
    await create('c')
    expect(names((await cluster.call('GET', `${maps}?${query}`)).body)).toEqual(expected)
    expect(names((await cluster.call('GET', `/api/v1/configmaps?${query}`)).body)).toEqual(expected)
  })

  it('refuse selectors they cannot follow', async () => {
    expect((await cluster.call('GET', `${maps}?labelSelector=a b`)).code).toBe(400)
    expect((await cluster.call('GET', `${maps}?fieldSelector=data.x%3Db`)).code).toBe(400)
  })
})

describe('watches', () => {
  it('replay from a resourceVersion and go on', async () => {
    await create('a')
    const from = versionOf((await cluster.call('GET', maps)).body)
    await create('b')
    const events = cluster.watch(`${maps}?watch=true&resourceVersion=${from}`)
    const seen = take(events, 3)
    await create('c')
    await cluster.call('DELETE', `${maps}/a`)
    expect((await seen).map(summary)).toEqual([
      ['ADDED', 'b'],
      ['ADDED', 'c'],
      ['DELETED', 'a'],
    ])
  })

  it('turn an object that leaves the selector into a deletion', async () => {
    await create('a', { tier: 'web' })
    const from = versionOf((await cluster.call('GET', maps)).body)
    await cluster.call('PATCH', `${maps}/a`, {
      type: mergePatch,
      body: { metadata: { labels: { tier: 'db' } } },
    })
    const [event] = await take(
      cluster.watch(`${maps}?watch=1&resourceVersion=${from}&labelSelector=tier%3Dweb`),
      1,
    )
    expect(event?.['type']).toBe('DELETED')
  })

  it('start with what exists and send bookmarks', async () => {
    await create('a')
    const events = await take(cluster.watch(`${maps}?watch=true&allowWatchBookmarks=true`), 3)
    expect(events.map((event) => event['type'])).toEqual(['ADDED', 'BOOKMARK', 'BOOKMARK'])
  })

  it('end after timeoutSeconds', async () => {
    expect(await take(cluster.watch(`${maps}?watch=true&timeoutSeconds=1`), 9)).toEqual([])
  })

  it('say 410 in the stream when history was forgotten', async () => {
    await create('a')
    await cluster.api.close()
    const again = await TestCluster.start(cluster.dir)
    const [event] = await take(again.watch(`${maps}?watch=true&resourceVersion=3`), 1)
    expect(event).toMatchObject({ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } })
    cluster = again
  })

  it('forget the oldest changes first', () => {
    const store = new Store()
    const kind = kindOf('', 'v1', 'configmaps')
    if (kind === undefined) throw new Error('no configmaps')
    const metadata = { name: 'a', uid: 'u', resourceVersion: '', creationTimestamp: '' }
    for (let count = 0; count < 8_001; count += 1)
      store.put(kind, { apiVersion: 'v1', kind: 'ConfigMap', metadata })
    expect(store.floor).toBe(4_001)
    expect(store.since(store.revision - 2).map((change) => change.revision)).toEqual([8_001, 8_002])
  })
})

describe('persistence', () => {
  it('keeps objects, revisions and certificates over a restart', async () => {
    expect(cluster.api.empty).toBe(true)
    const { body } = await create('a')
    await cluster.api.close()
    cluster = await TestCluster.start(cluster.dir)
    expect(cluster.api.empty).toBe(false)
    expect((await cluster.call('GET', `${maps}/a`)).body).toEqual(body)
    expect(Number(versionOf((await create('b')).body))).toBeGreaterThan(Number(versionOf(body)))
  })
})
