import type { RequestListener } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { createPrometheusClient, type PrometheusOptions } from './client'

// A Prometheus that was taken over, or an address that is none: what it can do to Aviary is to be of no use.

async function against(listener: RequestListener, options: Partial<PrometheusOptions> = {}) {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = createPrometheusClient({ url, ...options })
  onTestFinished(async () => {
    await client.close()
    server.closeAllConnections()
    server.close()
  })
  return client.instant('up', new Date())
}

test('a redirect to the metadata of the cloud is not followed', async () => {
  const answer = against((_request, response) =>
    response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end(),
  )
  await expect(answer).rejects.toThrow('Prometheus answered with a redirect (302), which is not followed.')
})

test.each(['http://169.254.169.254', 'http://[fe80::1]:9090', 'http://2852039166'])(
  '%s is never connected to',
  async (url) => {
    const client = createPrometheusClient({ url })
    onTestFinished(() => client.close())
    await expect(client.instant('up', new Date())).rejects.toMatchObject({
      code: 'metrics-unavailable',
      message: 'PROMETHEUS_URL leads to an address that Aviary never connects to.',
    })
  },
)

test('a bomb of gzip is not unpacked', async () => {
  const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024))
  const before = process.memoryUsage().rss
  const answer = against((request, response) => {
    expect(request.headers['accept-encoding']).toBeUndefined()
    response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'application/json' }).end(bomb)
  })
  await expect(answer).rejects.toThrow('Prometheus answered with no JSON.')
  expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024)
})

test('an answer without end is cut off at 10 MB', async () => {
  const answer = against((_request, response) => {
    const piece = Buffer.alloc(1024 * 1024, 'x')
    const more = () => {
      while (response.write(piece));
    }
    response.on('drain', more)
    more()
  })
  await expect(answer).rejects.toThrow("Prometheus' answer is larger than 10 MB.")
})

test('an answer that comes letter by letter is given up on', async () => {
  const answer = against(
    (_request, response) => {
      response.write('{')
      const timer = setInterval(() => response.write(' '), 5)
      response.on('close', () => clearInterval(timer))
    },
    { timeoutMs: 60 },
  )
  await expect(answer).rejects.toThrow('Prometheus did not answer within 0.06 s.')
})

test('another protocol in place of the answer is none', async () => {
  const answer = against((request, response) => {
    response.socket?.end(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
    )
    request.resume()
  })
  await expect(answer).rejects.toMatchObject({ code: 'metrics-unavailable' })
})
