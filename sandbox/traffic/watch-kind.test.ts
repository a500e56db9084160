import type { ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { connect } from './kube-connection'
import { watchKind } from './watch-kind'

interface Thing {
  metadata: { name: string; resourceVersion?: string }
}

const closers: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

/** A server with one list; tests push watch events, cut connections and take the kind away. */
async function fakeCluster(items: Thing[], { served = true, path: asked = '/things' } = {}) {
  const kind = { served }
  const streams: ServerResponse[] = []
  const seen: string[] = []
  const server = createServer((request, response) => {
    seen.push(`${request.headers.authorization ?? ''} ${request.url ?? ''}`)
    if (!kind.served) {
      response.writeHead(404).end('404 page not found')
      return
    }
    if (!request.url?.includes('watch=true')) {
      response.end(JSON.stringify({ metadata: { resourceVersion: '10' }, items }))
      return
    }
    response.writeHead(200).flushHeaders()
    streams.push(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'watch-')), 'kubeconfig')
  const { port } = server.address() as AddressInfo
  writeFileSync(
    file,
    JSON.stringify({
      'current-context': 'a',
      contexts: [{ name: 'a', context: { cluster: 'b', user: 'c' } }],
      clusters: [{ name: 'b', cluster: { server: `http://127.0.0.1:${port}` } }],
      users: [{ name: 'c', user: { token: 'secret' } }],
    }),
  )
  const connection = connect(file)
  const trouble: string[] = []
  const watch = watchKind<Thing>(
    connection,
    asked,
    () => undefined,
    (message) => trouble.push(message),
  )
  closers.push(
    () => watch.stop(),
    () => connection.close(),
    () => void server.close(),
  )
  await watch.ready
  const watches = (count: number) => vi.waitFor(() => expect(streams).toHaveLength(count))
  const push = (type: string, object: object): void =>
    void streams.at(-1)?.write(`${JSON.stringify({ type, object })}\n`)
  const names = (): string[] => watch.items().map((item) => item.metadata.name)
  return { kind, streams, seen, trouble, watches, push, names }
}

function thing(name: string, resourceVersion: string): Thing {
  return { metadata: { name, resourceVersion } }
}

test('lists with the token, then follows every event', async () => {
  const cluster = await fakeCluster([thing('a', '5')])
  expect(cluster.names()).toEqual(['a'])
  expect(cluster.seen[0]).toBe('Bearer secret /things')
  await cluster.watches(1)
  cluster.push('ADDED', thing('b', '11'))
  await vi.waitFor(() => expect(cluster.names()).toEqual(['a', 'b']))
  cluster.push('DELETED', thing('a', '12'))
  await vi.waitFor(() => expect(cluster.names()).toEqual(['b']))
})

test('a stream that ends goes on from the last version, bookmarks included', async () => {
  const cluster = await fakeCluster([])
  await cluster.watches(1)
  cluster.push('BOOKMARK', thing('', '42'))
  cluster.streams[0]?.end()
  await cluster.watches(2)
  expect(cluster.seen.at(-1)).toContain('resourceVersion=42')
  expect(cluster.trouble).toEqual([])
})

test('a lost connection and 410 read everything again', async () => {
  const items = [thing('a', '5')]
  const cluster = await fakeCluster(items)
  await cluster.watches(1)
  items.push(thing('b', '6'))
  cluster.push('ERROR', { code: 410, message: 'too old resource version', metadata: {} })
  await vi.waitFor(() => expect(cluster.names()).toEqual(['a', 'b']))
  await cluster.watches(2)
  items.shift()
  cluster.streams[1]?.destroy()
  await vi.waitFor(() => expect(cluster.names()).toEqual(['b']))
  expect(cluster.trouble).toHaveLength(2)
})

test('a kind that the cluster does not serve is an empty list, without trouble', async () => {
  const cluster = await fakeCluster([thing('a', '5')], { served: false })
  expect(cluster.names()).toEqual([])
  expect(cluster.trouble).toEqual([])
  expect(cluster.seen).toHaveLength(1)
})

test('a kind that is taken away empties the list', async () => {
  const cluster = await fakeCluster([thing('a', '5')])
  await cluster.watches(1)
  cluster.kind.served = false
  cluster.push('ERROR', { code: 410, message: 'too old resource version', metadata: {} })
  await vi.waitFor(() => expect(cluster.names()).toEqual([]))
})

test('a path with a query keeps it in the watch', async () => {
  const cluster = await fakeCluster([], { path: '/things?labelSelector=a%3Db' })
  await cluster.watches(1)
  const [list, watch] = cluster.seen
  expect(list).toBe('Bearer secret /things?labelSelector=a%3Db')
  expect(watch).toContain('/things?labelSelector=a%3Db&watch=true')
})
