import { request } from 'undici'
import { isObject } from '@/lib/domain/traffic/untyped'
import { guardedAgent } from '@/lib/guarded-agent'

export interface TraefikApiOptions {
  /** Base URL of Traefik's API from configuration alone, without `/api`. */
  url: string
  /** Between two readings, milliseconds. */
  everyMs?: number
  now?: () => number
  onError?: (error: unknown) => void
}

/** What Traefik's own API says of its HTTP routers. */
export interface TraefikApi {
  /** The last answer, and a new reading begun where that is old; undefined while there is none. */
  routers(): readonly unknown[] | undefined
  health(): { ok: boolean; detail?: string }
  close(): Promise<void>
}

const timeoutMs = 5_000
const maxBytes = 10 * 1024 * 1024
const perPage = 500
const mostPages = 100

/** Reads `GET /api/http/routers` page by page, at most once every five seconds, when somebody asks. */
export function createTraefikApi(options: TraefikApiOptions): TraefikApi {
  const { everyMs = 5_000, now = Date.now, onError = () => undefined } = options
  const base = `${options.url.replace(/\/+$/, '')}/api/http/routers`
  const agent = guardedAgent({ connect: { timeout: timeoutMs }, maxResponseSize: maxBytes })
  let last: readonly unknown[] | undefined
  let readAt = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | undefined
  let problem: string | undefined

  const page = async (number: number) => {
    const { statusCode, headers, body } = await request(`${base}?page=${number}&per_page=${perPage}`, {
      dispatcher: agent,
      signal: AbortSignal.timeout(timeoutMs),
    })
    const text = await body.text()
    if (statusCode !== 200) throw new Error(`Traefik's API answered ${statusCode}.`)
    const parsed: unknown = JSON.parse(text)
    if (!Array.isArray(parsed)) throw new Error("Traefik's API answered with no list of routers.")
    return { routers: parsed.filter(isObject), next: Number(headers['x-next-page'] ?? 1) }
  }

  const readAll = async () => {
    try {
      const found: unknown[] = []
      // The last page names the first one as its next.
      for (let number = 1; number <= mostPages;) {
        const { routers, next } = await page(number)
        found.push(...routers)
        if (!Number.isInteger(next) || next <= number) break
        number = next
      }
      last = found
      problem = undefined
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error)
      last = undefined
      onError(error)
    } finally {
      readAt = now()
      reading = undefined
    }
  }

  return {
    routers: () => {
      if (now() - readAt >= everyMs) reading ??= readAll()
      return last
    },
    health: () => ({ ok: problem === undefined, ...(problem === undefined ? {} : { detail: problem }) }),
    close: async () => {
      await reading
      await agent.close()
    },
  }
}
