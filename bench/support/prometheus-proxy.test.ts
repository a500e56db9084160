import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { startPrometheusProxy } from './prometheus-proxy'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function upstream(): Promise<string> {
  const server = createServer((incoming, outgoing) => {
    incoming.pipe(outgoing.writeHead(200, { 'x-path': incoming.url ?? '' }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

it('passes requests on unchanged and counts the queries among them', async () => {
  const target = await upstream()
  const proxy = await startPrometheusProxy(() => target)
  closing.push(() => proxy.takeDown())
  const answer = await fetch(`${proxy.url}/api/v1/query`, {
    method: 'POST',
    body: new URLSearchParams({ query: 'up', time: '1' }),
  })
  expect([answer.headers.get('x-path'), await answer.text()]).toEqual(['/api/v1/query', 'query=up&time=1'])
  await fetch(`${proxy.url}/api/v1/query_range?query=rate(a%5B1m%5D)`)
  await fetch(`${proxy.url}/api/v1/labels`)
  expect(proxy.queries).toEqual(['up', 'rate(a[1m])'])
  proxy.reset()
  expect(proxy.queries).toEqual([])
})

it('refuses connections once it is taken down', async () => {
  const proxy = await startPrometheusProxy(() => 'http://127.0.0.1:1')
  await proxy.takeDown()
  await expect(fetch(proxy.url)).rejects.toThrow()
})
