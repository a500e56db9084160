import { commonHeaders } from './problem'

const keepAliveMs = 15_000
/** Bytes a slow reader may leave unread before it is dropped; it comes back and gets a snapshot. */
const maxQueuedBytes = 1_000_000
const longestMs = 30 * 60_000

export interface StreamWriter {
  send(event: string, data: unknown, id?: number): void
  close(reason: string): void
}

const open = ((globalThis as { aviaryStreams?: Set<StreamWriter> }).aviaryStreams ??= new Set<StreamWriter>())

/** Ends all streams, so that the process can stop. */
export function closeAllStreams(): void {
  for (const writer of open) writer.close('shutdown')
}

/**
 * A text/event-stream answer. `start` gets the writer and returns what undoes its subscriptions; it runs once the
 * reader is there, and the undoing runs exactly once however the stream ends.
 */
export function eventStream(
  signal: AbortSignal,
  expiresAt: string,
  start: (writer: StreamWriter) => () => void,
): Response {
  const encoder = new TextEncoder()
  let finish: (reason?: string) => void = () => undefined
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        let ended = false
        const write = (text: string) => {
          if (ended) return
          if ((controller.desiredSize ?? 0) < -maxQueuedBytes) {
            finish('slow')
            return
          }
          controller.enqueue(encoder.encode(text))
        }
        const writer: StreamWriter = {
          send: (event, data, id) =>
            write(
              `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`,
            ),
          close: (reason) => finish(reason),
        }
        const keepAlive = setInterval(() => write(': keep-alive\n\n'), keepAliveMs)
        const until = Math.min(longestMs, Math.max(0, Date.parse(expiresAt) - Date.now()))
        const expiry = setTimeout(() => finish('expired'), until)
        let undo: () => void = () => undefined
        finish = (reason) => {
          if (ended) return
          if (reason !== undefined && reason !== 'slow')
            write(`event: bye\ndata: ${JSON.stringify({ reason })}\n\n`)
          ended = true
          clearInterval(keepAlive)
          clearTimeout(expiry)
          open.delete(writer)
          undo()
          controller.close()
        }
        open.add(writer)
        undo = start(writer)
        signal.addEventListener('abort', () => finish(), { once: true })
      },
      cancel() {
        finish()
      },
    },
    { highWaterMark: 0 },
  )
  return new Response(body, {
    headers: {
      ...commonHeaders,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  })
}
