import type { Role } from './target'
import { appUrl, until, user } from './target'

export interface Frame {
  event: string
  id?: string
  data: Record<string, unknown>
  /** When it arrived, Unix milliseconds. */
  at: number
}

export interface EventStream {
  status: number
  headers: Headers
  /** All that came so far, in order. */
  frames: readonly Frame[]
  /** The first frame that fits, as soon as it is there. */
  next(what: string, fits: (frame: Frame) => boolean, seconds?: number): Promise<Frame>
  close(): void
}

/** Opens the live channel as a browser does; `credential` is a role, a bearer token or a cookie, `null` for none. */
export async function openEvents(
  credential: Role | { bearer: string } | { cookie: string } | null,
  query = '',
  lastEventId?: string,
): Promise<EventStream> {
  const controller = new AbortController()
  const response = await fetch(`${appUrl()}/api/v1/events${query}`, {
    signal: controller.signal,
    headers: {
      accept: 'text/event-stream',
      ...credentialHeaders(credential),
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    },
  })
  const frames: Frame[] = []
  let ended = false
  const reading = response.ok && response.body ? read(response.body, frames) : Promise.resolve()
  reading.then(
    () => (ended = true),
    () => (ended = true),
  )
  return {
    status: response.status,
    headers: response.headers,
    frames,
    next: async (what, fits, seconds = 20) => {
      const find = () => Promise.resolve(frames.find(fits))
      const found = await until(what, find, (frame) => frame !== undefined || ended, seconds)
      if (found === undefined) throw new Error(`the stream ended without ${what}`)
      return found
    },
    close: () => controller.abort(),
  }
}

function credentialHeaders(credential: Parameters<typeof openEvents>[0]): Record<string, string> {
  if (credential === null) return {}
  if (typeof credential === 'string') return { authorization: `Bearer ${user(credential).token}` }
  return 'bearer' in credential
    ? { authorization: `Bearer ${credential.bearer}` }
    : { cookie: credential.cookie }
}

async function read(body: ReadableStream<Uint8Array>, frames: Frame[]): Promise<void> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    rest += decoder.decode(chunk, { stream: true })
    const blocks = rest.split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const frame = parse(block)
      if (frame) frames.push(frame)
    }
  }
}

/** One block of the stream; comments, such as the keep-alive, are none. */
function parse(block: string): Frame | undefined {
  const fields = new Map(
    block.split('\n').flatMap((line): [string, string][] => {
      const at = line.indexOf(': ')
      return at > 0 ? [[line.slice(0, at), line.slice(at + 2)]] : []
    }),
  )
  const event = fields.get('event')
  const id = fields.get('id')
  if (event === undefined) return undefined
  const data = JSON.parse(fields.get('data') ?? '{}') as Record<string, unknown>
  return { event, ...(id === undefined ? {} : { id }), data, at: Date.now() }
}
