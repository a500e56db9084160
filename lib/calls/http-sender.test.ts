import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { sampleCall } from '../../e2e/support/sample-evidence'
import { createHttpSender } from './http-sender'

const secret = 'a secret of sixteen'
const at = new Date('2026-11-20T10:00:00.999Z')
let server: Server
let answer: (request: IncomingMessage, response: ServerResponse) => void
let received: { headers: IncomingMessage['headers']; body: string }[]
let sender: ReturnType<typeof createHttpSender>

beforeEach(async () => {
  received = []
  answer = (_request, response) => response.end('ok')
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
      answer(request, response)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?key=hidden`
  const scope = { cluster: '*', namespace: '*', service: '*' }
  const target = { name: 'chat', url, scope, secret: () => secret }
  sender = createHttpSender(() => [target], { timeoutMs: 300 })
})
afterEach(async () => {
  await sender.close()
  server.closeAllConnections()
  server.close()
})

it('sends exactly the body, with a signature that the receiver can work out', async () => {
  const call = sampleCall({ id: 'c-1', body: '{"text":"ünïcode \\u0000"}' })
  expect(await sender.send(call, at)).toEqual({ status: 200 })
  const [{ headers, body } = { headers: {}, body: '' }] = received
  expect(body).toBe(call.body)
  expect(headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'aviary-event': 'holding',
    'aviary-delivery': 'c-1',
    'aviary-timestamp': '1795168800',
  })
  const expected = createHmac('sha256', secret).update(`1795168800.${body}`).digest('hex')
  expect(headers['aviary-signature']).toBe(`v1=${expected}`)
})

it('follows no redirect', async () => {
  answer = (_request, response) => response.writeHead(307, { location: '/elsewhere' }).end()
  const result = await sender.send(sampleCall({ id: 'c-1' }), at)
  expect(result).toEqual({ status: 307, error: 'It answered with a redirect, which is not followed.' })
  expect(received).toHaveLength(1)
})

it('takes the status of an answer that never ends', async () => {
  answer = (_request, response) => {
    response.writeHead(200)
    const more = () => {
      if (response.write('x'.repeat(64 * 1024))) setImmediate(more)
      else response.once('drain', more)
    }
    more()
  }
  expect(await sender.send(sampleCall({ id: 'c-1' }), at)).toEqual({ status: 200 })
})

it('says in words what went wrong, without the address', async () => {
  answer = () => undefined
  expect(await sender.send(sampleCall({ id: 'c-1' }), at)).toEqual({ error: 'No answer within 0.3 s.' })
  expect(await sender.send(sampleCall({ id: 'c-2', target: 'gone' }), at)).toEqual({
    error: 'There is no target gone in the settings any more.',
  })
  answer = (request) => request.socket.destroy()
  const cut = await sender.send(sampleCall({ id: 'c-3' }), at)
  expect(cut.status).toBeUndefined()
  expect(cut.error).toMatch(/^It could not be sent: \w+\.$/)
})

it('never connects to the metadata of a cloud, whatever the file says', async () => {
  const scope = { cluster: '*', namespace: '*', service: '*' }
  const url = 'http://169.254.169.254/latest/meta-data'
  const own = createHttpSender(() => [{ name: 'chat', url, scope, secret: () => secret }])
  expect(await own.send(sampleCall({ id: 'c-1' }), at)).toEqual({
    error: 'It could not be sent: ERR_FORBIDDEN_ADDRESS.',
  })
  await own.close()
})
