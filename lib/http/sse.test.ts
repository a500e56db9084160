import { createServer, get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { watchAnswers } from './encoding'
import { sharedText } from './shared-text'
import { closeAllStreams, eventStream, type StreamOptions, type StreamWriter } from './sse'

watchAnswers()

const options = (more: Partial<StreamOptions> = {}): StreamOptions => ({
  signal: new AbortController().signal,
  expiresAt: '9999-12-31T23:59:59Z',
  credentialId: 'session-1',
  gzip: false,
  refused: () => Promise.resolve(undefined),
  ...more,
})

interface Opened {
  answer: Response
  writer: StreamWriter
  undone: () => number
}

function open(more: Partial<StreamOptions> = {}): Opened {
  const held: { writer?: StreamWriter } = {}
  let undone = 0
  const answer = eventStream(options(more), (writer) => {
    held.writer = writer
    return () => void (undone += 1)
  })
  if (!held.writer) throw new Error('the stream did not begin')
  return { answer, writer: held.writer, undone: () => undone }
}

afterEach(() => {
  closeAllStreams()
  vi.useRealTimers()
})

describe('eventStream', () => {
  it('writes frames in their order and says good-bye', async () => {
    const { answer, writer, undone } = open()
    writer.send('snapshot', { at: 1 }, 7)
    await writer.share('graph', ['{"view":0,"graph":', sharedText('{"nodes":[]}'), '}'])
    writer.close('shutdown')
    writer.send('late', {})
    expect(await answer.text()).toBe(
      'id: 7\nevent: snapshot\ndata: {"at":1}\n\n' +
        'event: graph\ndata: {"view":0,"graph":{"nodes":[]}}\n\n' +
        'event: bye\ndata: {"reason":"shutdown"}\n\n',
    )
    expect(undone()).toBe(1)
  })

  it('counts what a reader leaves unread in bytes, and tells once it has caught up', async () => {
    const { answer, writer } = open()
    const caughtUp = vi.fn()
    expect(writer.behind()).toBe(false)
    writer.send('operation', { filler: 'x'.repeat(70_000) })
    expect(writer.behind()).toBe(true)
    writer.onCaughtUp(caughtUp)
    const reader = answer.body?.getReader()
    await reader?.read()
    expect(writer.behind()).toBe(false)
    expect(caughtUp).toHaveBeenCalled()
  })

  it('lets go of a reader that reads nothing before it costs more than a few megabytes', async () => {
    const { answer, writer, undone } = open()
    for (let n = 0; n < 200; n += 1) writer.send('operation', { filler: 'x'.repeat(100_000) })
    expect(undone()).toBe(1)
    await expect(answer.text()).rejects.toThrow('too slow')
  })

  it.each(['expired', 'forbidden'])('ends at a keep-alive when the answer is %s', async (reason) => {
    vi.useFakeTimers()
    const now: { refusal?: string } = {}
    const { answer, undone } = open({ refused: () => Promise.resolve(now.refusal) })
    await vi.advanceTimersByTimeAsync(15_000)
    expect(undone()).toBe(0)
    now.refusal = reason
    await vi.advanceTimersByTimeAsync(15_000)
    expect(undone()).toBe(1)
    expect(vi.getTimerCount()).toBe(0)
    expect(await answer.text()).toContain(`event: bye\ndata: {"reason":"${reason}"}`)
  })

  it('ends without a word when the reader goes', async () => {
    const gone = new AbortController()
    const { answer, undone } = open({ signal: gone.signal })
    gone.abort()
    expect([undone(), await answer.text()]).toEqual([1, ''])
    const cancelled = open()
    await cancelled.answer.body?.cancel()
    expect(cancelled.undone()).toBe(1)
  })

  it('is not gzip where that cannot be declared', async () => {
    const { answer, writer } = open({ gzip: true })
    writer.close('shutdown')
    expect(await answer.text()).toBe('event: bye\ndata: {"reason":"shutdown"}\n\n')
  })
})

describe('eventStream behind a server', () => {
  it('sends gzip that reads as the frames, each as it comes', async () => {
    const text = sharedText(JSON.stringify({ nodes: Array.from({ length: 500 }, (_none, id) => ({ id })) }))
    const held: { writer?: StreamWriter } = {}
    const server = createServer((_request, response) => {
      const answer = eventStream(options({ gzip: true }), (writer) => {
        held.writer = writer
        return () => undefined
      })
      if (answer.body) Readable.fromWeb(answer.body as never).pipe(response)
    }).listen(0)
    const { port } = server.address() as AddressInfo
    const answer = await new Promise<IncomingMessage>((resolve) => get({ port }, resolve))
    expect(answer.headers['content-encoding']).toBe('gzip')
    const plain = answer.pipe(createGunzip())
    let seen = ''
    plain.on('data', (chunk: Buffer) => (seen += chunk.toString()))
    await held.writer?.share('graph', [text])
    await vi.waitFor(() => expect(seen).toBe(`event: graph\ndata: ${Buffer.from(text.bytes).toString()}\n\n`))
    const ended = new Promise((resolve) => plain.on('end', resolve))
    held.writer?.close('shutdown')
    await ended
    expect(seen).toMatch(/event: bye\ndata: {"reason":"shutdown"}\n\n$/)
    server.close()
  })
})
