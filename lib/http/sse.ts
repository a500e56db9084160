import type { TextParts } from '../services/topology/shared-text'
import { declareGzip } from './encoding'
import { PartEncoder } from './part-encoder'
import { commonHeaders } from './problem'

const keepAliveMs = 15_000
/** Bytes left unread from which on a reader counts as behind. */
const politeBytes = 64 * 1024
/** Bytes a slow reader may leave unread before it is dropped; it comes back and gets a snapshot. */
const mostBytes = 4 * 1024 * 1024
const longestMs = 30 * 60_000

export interface StreamWriter {
  send(event: string, data: unknown, id?: number): void
  /** A frame of which others share parts; done once it is queued. */
  share(event: string, parts: TextParts): Promise<void>
  /** Whether the reader has left so much unread that what can wait should wait for `onCaughtUp`. */
  behind(): boolean
  onCaughtUp(listener: () => void): void
  close(reason: string): void
}

export interface StreamOptions {
  signal: AbortSignal
  expiresAt: string
  /** Id of the session or token that the stream was opened with. */
  credentialId: string
  /** Whether the reader takes gzip. */
  gzip: boolean
  /** Asked at every keep-alive; answers why the stream has to end, if it has to. */
  refused: () => Promise<string | undefined>
}

/** The open streams with the credentials that they were opened with. */
const open = ((globalThis as { aviaryStreams?: Map<StreamWriter, string> }).aviaryStreams ??= new Map<
  StreamWriter,
  string
>())

const ended = ((globalThis as { aviaryDroppedStreams?: { count: number } }).aviaryDroppedStreams ??= {
  count: 0,
})

/** The streams of this process: open ones, and those that were ended because their reader was too slow. */
export const streamCounts = (): { open: number; dropped: number } => ({
  open: open.size,
  dropped: ended.count,
})

/** Ends all streams, so that the process can stop. */
export function closeAllStreams(): void {
  for (const writer of open.keys()) writer.close('shutdown')
}

/** Ends the streams of a session or token that is not valid any more. */
export function closeStreamsOf(credentialId: string): void {
  for (const [writer, id] of open) if (id === credentialId) writer.close('expired')
}

/**
 * A text/event-stream answer. `start` gets the writer and returns what undoes its subscriptions; it runs once the
 * reader is there, and the undoing runs exactly once however the stream ends.
 */
export function eventStream(options: StreamOptions, start: (writer: StreamWriter) => () => void): Response {
  const source = new FrameSource(options, start)
  return new Response(
    new ReadableStream(source, new ByteLengthQueuingStrategy({ highWaterMark: politeBytes })),
    {
      headers: {
        ...commonHeaders,
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store, no-transform',
        vary: 'accept-encoding',
        'x-accel-buffering': 'no',
      },
    },
  )
}

class FrameSource implements UnderlyingDefaultSource<Uint8Array> {
  private readonly encoder: PartEncoder
  private controller: ReadableStreamDefaultController<Uint8Array> | undefined
  private timers: NodeJS.Timeout[] = []
  private undo: () => void = () => undefined
  private caughtUp: () => void = () => undefined
  private readonly writer: StreamWriter = {
    send: (event, data, id) => {
      const head = id === undefined ? '' : `id: ${id}\n`
      this.write(() => this.encoder.text(`${head}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`))
    },
    share: async (event, parts) => {
      const frame = await this.encoder.prepare([`event: ${event}\ndata: `, ...parts, '\n\n'])
      this.write(() => this.encoder.write(frame))
    },
    behind: () => (this.controller?.desiredSize ?? 0) <= 0,
    onCaughtUp: (listener) => {
      this.caughtUp = listener
    },
    close: (reason) => this.bye(reason),
  }

  constructor(
    private readonly options: StreamOptions,
    private readonly begin: (writer: StreamWriter) => () => void,
  ) {
    this.encoder = new PartEncoder(options.gzip && declareGzip())
  }

  start(controller: ReadableStreamDefaultController<Uint8Array>): void {
    const { expiresAt, signal } = this.options
    this.controller = controller
    this.write(() => this.encoder.begin())
    const until = Math.min(longestMs, Math.max(0, Date.parse(expiresAt) - Date.now()))
    this.timers = [
      setInterval(() => this.keepAlive(), keepAliveMs),
      setTimeout(() => this.bye('expired'), until),
    ]
    open.set(this.writer, this.options.credentialId)
    signal.addEventListener('abort', () => this.finish()?.close(), { once: true })
    const undo = this.begin(this.writer)
    if (!open.has(this.writer)) undo()
    else this.undo = undo
  }

  pull(): void {
    this.caughtUp()
  }

  cancel(): void {
    this.finish()
  }

  private keepAlive(): void {
    this.write(() => this.encoder.text(': keep-alive\n\n'))
    void this.options.refused().then((reason) => {
      if (reason !== undefined) this.bye(reason)
    })
  }

  /** The sum of a gzip stream is over what was queued, so pieces are made only when they are. */
  private write(pieces: () => Uint8Array[]): void {
    const { controller } = this
    if (controller === undefined) return
    // What a slow reader left unread is let go of with the stream.
    if ((controller.desiredSize ?? 0) < -mostBytes) {
      ended.count += 1
      this.finish()?.error(new DOMException('The reader is too slow.', 'AbortError'))
    } else for (const piece of pieces()) controller.enqueue(piece)
  }

  private bye(reason: string): void {
    this.write(() => this.encoder.text(`event: bye\ndata: ${JSON.stringify({ reason })}\n\n`))
    this.write(() => this.encoder.end())
    this.finish()?.close()
  }

  /** Undoes everything, once; answers the controller, which is left to close. */
  private finish(): ReadableStreamDefaultController<Uint8Array> | undefined {
    const { controller } = this
    if (controller === undefined) return undefined
    this.controller = undefined
    for (const timer of this.timers) clearTimeout(timer)
    open.delete(this.writer)
    this.caughtUp = () => undefined
    this.undo()
    return controller
  }
}
