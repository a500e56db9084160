import { createServer, type RequestListener } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { headersOfAll, openFrontDoor, originForm, readable } from './front-door'

/** Answers with what it was asked, as Next would see it. */
async function serve(listener: RequestListener = (request, response) => void response.end(request.url)) {
  const server = createServer({ connectionsCheckingInterval: 20 }, listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** Writes bytes as they are and answers all that comes until the server closes the connection. */
const raw = (port: number, text: string) =>
  new Promise<string>((resolve, reject) => {
    let got = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    socket.on('data', (chunk) => (got += chunk.toString()))
    socket.on('close', () => resolve(got))
    socket.on('error', reject)
  })

const ask = (port: number, target: string, method = 'GET') =>
  raw(port, `${method} ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`)

beforeAll(() =>
  openFrontDoor('https://aviary.example', { limits: { headersTimeout: 40, requestTimeout: 60 } }),
)

describe('the front door', () => {
  it('gives every answer its headers, which a listener may still replace', async () => {
    const port = await serve((_request, response) => {
      response.setHeader('content-security-policy', 'of a page')
      response.writeHead(404, { 'cache-control': 'of a file' }).end()
    })
    const { headers } = await fetch(`http://127.0.0.1:${port}/`)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('strict-transport-security')).toMatch(/max-age/)
    expect(headers.get('content-security-policy')).toBe('of a page')
    expect(headers.get('cache-control')).toBe('of a file')
  })

  it('speaks of https only where it is', () => {
    expect(headersOfAll('http://127.0.0.1:3000')).not.toHaveProperty('strict-transport-security')
  })

  it('leaves files of the build to caches, and workers among them without a policy that stops them', () => {
    const headers = headersOfAll('https://aviary.example', '/_next/static/chunks/a.js')
    expect(headers).not.toHaveProperty('cache-control')
    expect(headers).not.toHaveProperty('content-security-policy')
    expect(headers).toHaveProperty('x-content-type-options', 'nosniff')
  })

  it.each([
    ['http://169.254.169.254/latest/meta-data?a=1', '/latest/meta-data?a=1'],
    ['http://evil.example', '/'],
    ['http://evil.example?x', '/?x'],
    ['HTTPS://evil.example:80/a//b', '/a//b'],
    ['*', '/'],
  ])('takes %s for its path alone', async (target, path) => {
    expect(originForm(target)).toBe(path)
    if (target === '*') return
    const answer = await ask(await serve(), target)
    expect(answer.slice(answer.indexOf('\r\n\r\n') + 4)).toBe(path)
  })

  it.each([
    ['/a%ff%?b=%', '/a%25ff%25?b=%'],
    ['/a%E2%80%AE/%2f?x?y', '/a%E2%80%AE/%2f?x?y'],
    ['/api/v1/services//shop?q=a//b', '/api/v1/services/%2F/shop?q=a//b'],
    ['//services', '//services'],
  ])('reads %s as %s', (target, wanted) => {
    expect(readable(target)).toBe(wanted)
  })

  it('answers TRACE as OPTIONS', async () => {
    const port = await serve((request, response) => void response.end(request.method))
    expect(await ask(port, '/', 'TRACE')).toContain('OPTIONS')
  })

  it('ends a connection whose head, or whose body, does not come', async () => {
    const port = await serve((request, response) => {
      request.on('error', () => undefined)
      request.resume().on('end', () => response.end())
    })
    // The limits are set when the server is first asked.
    await ask(port, '/')
    expect(await raw(port, 'GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ')).toMatch(/^HTTP\/1.1 408 /)
    const half = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf'
    expect(await raw(port, half)).toMatch(/^HTTP\/1.1 408 |^$/)
  })
})
