import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, request as ask, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createGunzip } from 'node:zlib'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { watchAnswers } from './encoding'
import { fileDownload } from './file-download'

const options = { fileName: 'release-r-1.json', contentType: 'application/json', requestId: 'q-1' }
const download = (pieces: AsyncIterable<string>, accepted = '') =>
  fileDownload(pieces, { ...options, headers: new Headers({ 'accept-encoding': accepted }) })

describe('a download', () => {
  it('is the pieces one after the other, as a file', async () => {
    async function* pieces() {
      yield '{"a":['
      yield await Promise.resolve('"ü"]}')
    }
    const response = download(pieces())
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="release-r-1.json"')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toEqual({ a: ['ü'] })
  })

  it('that breaks off in the middle does not look complete', async () => {
    async function* pieces() {
      yield '{"a":1'
      await Promise.reject(new Error('gone'))
    }
    await expect(download(pieces()).text()).rejects.toThrow('gone')
  })

  it('reads nothing more once the reader is gone', async () => {
    const { pieces, seen } = endless()
    const reader = download(pieces()).body?.getReader()
    await reader?.read()
    await reader?.cancel()
    expect(seen.ended).toBe(true)
    expect(seen.read).toBeLessThan(4)
  })
})

function endless() {
  const seen = { read: 0, ended: false }
  async function* pieces() {
    try {
      for (;;) {
        seen.read += 1
        yield await Promise.resolve(randomBytes(50_000).toString('hex'))
      }
    } finally {
      seen.ended = true
    }
  }
  return { pieces, seen }
}

describe('a download that the reader takes as gzip', () => {
  let server: Server | undefined
  afterEach(async () => {
    server?.close()
    if (server) await once(server, 'close')
    server = undefined
  })

  /** A server that answers with the pieces as Next does: it pipes, and destroys the answer on an error. */
  async function answered(pieces: () => AsyncIterable<string>): Promise<IncomingMessage> {
    watchAnswers()
    server = createServer((_, answer) => {
      const { body, headers } = download(pieces(), 'gzip')
      headers.forEach((value, name) => answer.setHeader(name, value))
      const writer = new WritableStream<Uint8Array>({
        write: (chunk) =>
          new Promise((resolve) => {
            if (answer.write(chunk)) resolve()
            else answer.once('drain', resolve).once('close', resolve)
          }),
        close: () => void answer.end(),
        abort: () => void answer.destroy(),
      })
      const gone = new AbortController()
      answer.once('close', () => gone.abort())
      body?.pipeTo(writer, { signal: gone.signal }).catch(() => undefined)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const sent = ask({ host: '127.0.0.1', port, agent: false }).end()
    const [message] = (await once(sent, 'response')) as [IncomingMessage]
    return message
  }

  it('is compressed, and says so', async () => {
    async function* pieces() {
      for (let at = 0; at < 100; at += 1) yield await Promise.resolve(`line ${at}\n`)
    }
    const message = await answered(pieces)
    expect(message.headers['content-encoding']).toBe('gzip')
    const chunks: Buffer[] = []
    for await (const chunk of message.pipe(createGunzip())) chunks.push(chunk as Buffer)
    expect(Buffer.concat(chunks).toString()).toBe(
      Array.from({ length: 100 }, (_, at) => `line ${at}\n`).join(''),
    )
  })

  it('is cut where it breaks off', async () => {
    async function* pieces() {
      yield 'x'.repeat(1_000_000)
      await Promise.reject(new Error('gone'))
    }
    const message = await answered(pieces)
    const read = async () => {
      for await (const chunk of message) expect(chunk).toBeDefined()
    }
    await expect(read()).rejects.toThrow('aborted')
    expect(message.complete).toBe(false)
  })

  it('reads nothing more once the reader is gone', async () => {
    const { pieces, seen } = endless()
    const message = await answered(pieces)
    message.destroy()
    await vi.waitFor(() => expect(seen.ended).toBe(true))
    expect(seen.read).toBeLessThan(500)
  })
})
