import { Agent, request } from 'undici'
import type { Api } from './api'

export interface LiveEvent {
  event: string
  data: unknown
}

export interface LiveStream {
  /** Events so far, not counting keep-alives. */
  received(): number
  /** The next event that fits, from now on. Rejects when the stream ends. */
  next(fits: (event: LiveEvent) => boolean): Promise<LiveEvent>
  close(): Promise<void>
}

/**
 * Opens `/events` as one person does; resolves once the first frame, the snapshot, is there. `onEvent` hears all events,
 * the first among them.
 */
export async function openStream(
  api: Api,
  role: string,
  scopes: string,
  onEvent: (event: LiveEvent) => void = () => undefined,
): Promise<LiveStream> {
  const agent = new Agent({ bodyTimeout: 0, headersTimeout: 60_000 })
  const waiting = new Set<{
    fits: (event: LiveEvent) => boolean
    resolve: (event: LiveEvent) => void
    reject: (error: Error) => void
  }>()
  let received = 0
  const hear = (event: LiveEvent) => {
    received += 1
    onEvent(event)
    for (const one of waiting) {
      if (!one.fits(event)) continue
      waiting.delete(one)
      one.resolve(event)
    }
  }
  const next = (fits: (event: LiveEvent) => boolean) =>
    new Promise<LiveEvent>((resolve, reject) => waiting.add({ fits, resolve, reject }))

  const answer = await request(`${api.base}/events?scopes=${scopes}`, {
    dispatcher: agent,
    headers: { authorization: `Bearer ${api.tokenOf(role)}`, accept: 'text/event-stream' },
  })
  if (answer.statusCode !== 200) throw new Error(`/events answered ${answer.statusCode}`)
  const first = next(() => true)
  const fail = (error: Error) => {
    for (const one of waiting) one.reject(error)
    waiting.clear()
  }
  readEvents(answer.body, hear).then(
    () => fail(new Error('the event stream ended')),
    (error: unknown) => fail(error instanceof Error ? error : new Error(String(error))),
  )
  await first
  return { received: () => received, next, close: () => agent.destroy() }
}

async function readEvents(body: AsyncIterable<unknown>, hear: (event: LiveEvent) => void): Promise<void> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of body) {
    const parts = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n\n')
    rest = parts.pop() ?? ''
    for (const part of parts) {
      const event = parseEvent(part)
      if (event) hear(event)
    }
  }
}

/** One block of an event stream; nothing for a comment. */
export function parseEvent(block: string): LiveEvent | undefined {
  const fields = new Map(
    block.split('\n').flatMap((line) => {
      const at = line.indexOf(': ')
      return at > 0 ? [[line.slice(0, at), line.slice(at + 2)] as const] : []
    }),
  )
  const event = fields.get('event')
  const data = fields.get('data')
  if (event === undefined || data === undefined) return undefined
  return { event, data: JSON.parse(data) }
}
