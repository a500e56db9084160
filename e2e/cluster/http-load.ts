import { Agent, request as httpRequest } from 'node:http'
import type { BackendAnswer } from './backends'

/** What the requests of a load look like. */
export interface RequestShape {
  host: string
  path?: string
  headers?: Record<string, string>
  cookies?: Record<string, string>
  /**
   * Number of browsers that share the requests, each keeping the cookies that it is given. None keeps any without it.
   * A browser waits for the answer to its first request before it sends another, as it does with the page it opens.
   */
  browsers?: number
}

/** Answers by who gave them. */
export interface Tally {
  total: number
  /** Answers of backends by `version`, those with an error status among them. */
  versions: Record<string, number>
  /** Everything that was not a 2xx, by status; requests without an answer under `none`. */
  failures: Record<string, number>
}

export interface Load {
  /** Since the start or the last reset. */
  tally(): Tally
  reset(): void
  /** Ends it and waits for the answers that are under way. */
  stop(): Promise<void>
}

const TICK_MS = 20

/** Sends `count` requests through an entry point as fast as it answers, a few at a time, and counts the answers. */
export async function sendAll(entry: string, shape: RequestShape, count: number, atOnce = 8): Promise<Tally> {
  const client = openClient(entry, shape)
  let left = count
  const lane = async () => {
    while (left > 0) {
      left -= 1
      await client.send()
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  client.close()
  return client.tally()
}

/** Sends `rps` requests a second until it is stopped. A slow answer delays no other request. */
export function startLoad(entry: string, shape: RequestShape, rps: number): Load {
  const client = openClient(entry, shape)
  const underWay = new Set<Promise<void>>()
  const start = performance.now()
  let sent = 0
  const timer = setInterval(() => {
    for (const due = ((performance.now() - start) / 1000) * rps; sent < due; sent += 1) {
      const one = client.send().finally(() => underWay.delete(one))
      underWay.add(one)
    }
  }, TICK_MS)
  return {
    tally: client.tally,
    reset: client.reset,
    stop: async () => {
      clearInterval(timer)
      await Promise.all(underWay)
      client.close()
    },
  }
}

function openClient(entry: string, shape: RequestShape) {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const { hostname, port } = new URL(entry)
  const browsers = Array.from({ length: shape.browsers ?? 0 }, openBrowser)
  let tally = emptyTally()
  let next = 0

  const request = async (cookies: [string, string][]): Promise<Answer> => {
    const answer = await ask({
      agent,
      hostname,
      port,
      path: shape.path ?? '/',
      headers: {
        ...shape.headers,
        host: shape.host,
        ...(cookies.length > 0 && { cookie: cookies.map(([name, value]) => `${name}=${value}`).join('; ') }),
      },
    })
    count(tally, answer)
    return answer
  }
  const own = Object.entries(shape.cookies ?? {})
  return {
    send: async (): Promise<void> => {
      const browser = browsers[next++ % Math.max(1, browsers.length)]
      await (browser === undefined ? request(own) : browser((kept) => request([...own, ...kept])))
    },
    tally: () => structuredClone(tally),
    reset: () => {
      tally = emptyTally()
    },
    close: () => {
      agent.destroy()
    },
  }
}

/** Sends with the cookies kept so far; until the first answer is there, which brings them, all others wait. */
function openBrowser() {
  const jar = new Map<string, string>()
  let first: Promise<void> | undefined
  return async (request: (kept: [string, string][]) => Promise<Answer>): Promise<void> => {
    const visit = async () => {
      for (const cookie of (await request([...jar])).cookies) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
        if (name !== undefined && value !== undefined) jar.set(name, value)
      }
    }
    if (first === undefined) return (first = visit())
    await first
    return visit()
  }
}

interface Answer {
  status: number | 'none'
  body: string
  cookies: string[]
}

function ask(options: object): Promise<Answer> {
  return new Promise((resolve) => {
    const none = () => resolve({ status: 'none', body: '', cookies: [] })
    const request = httpRequest({ ...options, timeout: 10_000 }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (body += chunk))
      response.on('error', none)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 'none',
          body,
          cookies: response.headers['set-cookie'] ?? [],
        }),
      )
    })
    request.on('timeout', () => request.destroy())
    request.on('error', none)
    request.end()
  })
}

function emptyTally(): Tally {
  return { total: 0, versions: {}, failures: {} }
}

function count(tally: Tally, { status, body }: Answer): void {
  tally.total += 1
  if (typeof status !== 'number' || status >= 300) tally.failures[status] = (tally.failures[status] ?? 0) + 1
  // Traefik's own errors are plain text: nobody answered.
  if (!body.startsWith('{')) return
  const { version } = JSON.parse(body) as BackendAnswer
  tally.versions[version] = (tally.versions[version] ?? 0) + 1
}
