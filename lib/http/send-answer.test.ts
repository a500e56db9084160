import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { request } from 'undici'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerGraph } from './answer-graph'
import { watchAnswers } from './encoding'
import type { Answer } from './endpoint'
import { renderAnswer, sendAnswer } from './send-answer'
import { sharedText } from './shared-text'
import { apiTable } from './table'

watchAnswers()

let given: Exclude<Answer, { stream: Response }> & { secret?: boolean } = { body: {} }
const server = createServer((incoming, outgoing) => {
  const { method = 'GET', headers } = incoming
  const asked = new Request('http://aviary', {
    method,
    headers: { 'accept-encoding': headers['accept-encoding'] ?? '' },
  })
  void sendAnswer(renderAnswer(given, 'q-1'), asked, given.secret).then(async (answer) => {
    for (const [name, value] of answer.headers) outgoing.setHeader(name, value)
    outgoing.statusCode = answer.status
    outgoing.end(Buffer.from(await answer.arrayBuffer()))
  })
})

beforeAll(() => new Promise<void>((resolve) => server.listen(0, resolve)))
afterAll(() => new Promise((resolve) => server.close(resolve)))

const large = { items: Array.from({ length: 300 }, (_none, id) => ({ id, name: 'checkout' })) }

async function ask(answer: typeof given, accept = 'gzip', method: 'GET' | 'HEAD' = 'GET') {
  given = answer
  const { port } = server.address() as AddressInfo
  const { statusCode, headers, body } = await request(`http://127.0.0.1:${port}`, {
    method,
    headers: { 'accept-encoding': accept },
  })
  const bytes = Buffer.from(await body.arrayBuffer())
  const gzip = headers['content-encoding'] === 'gzip'
  const text = (gzip && bytes.length > 0 ? gunzipSync(bytes) : bytes).toString()
  return { status: statusCode, headers, gzip, size: bytes.length, text }
}

describe('sendAnswer', () => {
  it('compresses what is large for who takes it, and always says that it might', async () => {
    const packed = await ask({ body: large })
    expect([packed.gzip, packed.text]).toEqual([true, JSON.stringify(large)])
    expect(packed.size).toBeLessThan(packed.text.length / 4)
    expect(packed.headers.vary).toBe('accept-encoding')
    const plain = await ask({ body: large }, 'identity')
    expect([plain.gzip, plain.text, plain.headers.vary]).toEqual([false, packed.text, 'accept-encoding'])
  })

  it('leaves small answers and secrets as they are', async () => {
    expect(await ask({ body: { ok: true } })).toMatchObject({ gzip: false, text: '{"ok":true}' })
    expect(await ask({ body: large, secret: true })).toMatchObject({
      gzip: false,
      text: JSON.stringify(large),
    })
  })

  it('knows the answers that hold a secret', () => {
    const secrets = apiTable.flatMap(({ path, methods }) =>
      Object.entries(methods).flatMap(([method, { secret }]) => (secret ? [`${method} ${path}`] : [])),
    )
    expect(secrets).toEqual(['POST /tokens'])
  })

  it('puts together what is shared, compressed or not', async () => {
    const parts = ['{"age":1', sharedText(`,"items":${JSON.stringify(large.items)}}`)]
    const packed = await ask({ parts })
    expect([packed.gzip, JSON.parse(packed.text)]).toEqual([true, { age: 1, ...large }])
    const plain = await ask({ parts }, 'br')
    expect([plain.gzip, plain.text]).toEqual([false, packed.text])
  })

  it('sends no body where there is none', async () => {
    expect(await ask({ status: 204, body: null })).toMatchObject({ status: 204, text: '' })
    expect(await ask({ body: large }, 'gzip', 'HEAD')).toMatchObject({ status: 200, text: '' })
  })
})

describe('answerGraph', () => {
  const graph = { revision: 'r.1', text: [sharedText('{"nodes":[]}')] }
  it.each([
    [{}, 200],
    [{ 'if-none-match': 'W/"r.1"' }, 304],
    [{ 'if-none-match': '"r.0", "r.1"' }, 304],
    [{ 'if-none-match': 'W/"r.2"' }, 200],
  ])('answers %j with %i', async (headers, status) => {
    const answer = await ask(answerGraph(graph, new Headers(headers)) as typeof given)
    expect(answer.status).toBe(status)
    expect(answer.headers.etag).toBe('W/"r.1"')
    expect(answer.text).toBe(status === 304 ? '' : '{"nodes":[]}')
  })

  it('gives no tag to a graph of the past', () => {
    expect(answerGraph({ text: ['{}'] }, new Headers())).toEqual({ parts: ['{}'] })
  })
})
