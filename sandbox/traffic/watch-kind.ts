import type { Meta } from './meta'
import type { KubeConnection } from './kube-connection'

interface Item {
  metadata: Meta & { resourceVersion?: string }
}

interface WatchEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR'
  object: Item & { code?: number; message?: string }
}

export interface KindWatch<T> {
  /** Resolves with the first complete list. */
  ready: Promise<void>
  /** A new array after every change, the same one otherwise. */
  items(): readonly T[]
  stop(): void
}

/** The list or watch cannot go on from where it was; everything is read again. */
class WatchBroken extends Error {
  override name = 'WatchBroken'
}

const longestWaitMs = 5000

/**
 * Lists one kind and keeps it current. Broken connections and 410 start again, after 0.2 to 5 seconds. A kind that
 * the cluster does not serve is an empty list, asked for again every 5 seconds. `path` may hold a query.
 */
export function watchKind<T extends Item>(
  connection: KubeConnection,
  path: string,
  onChange: () => void,
  onTrouble: (message: string) => void,
): KindWatch<T> {
  const objects = new Map<string, T>()
  const stopping = new AbortController()
  let snapshot: readonly T[] | undefined
  let markReady: (() => void) | undefined
  const ready = new Promise<void>((resolve) => (markReady = resolve))
  const changed = (): void => {
    snapshot = undefined
    onChange()
  }

  /** The version to follow from; nothing where the kind is not served. */
  const list = async (): Promise<string | undefined> => {
    const response = await connection.send('GET', path, { signal: stopping.signal })
    if (response.statusCode === 404) {
      await response.body.dump()
      if (objects.size > 0) {
        objects.clear()
        changed()
      }
      markReady?.()
      return undefined
    }
    if (response.statusCode !== 200) throw await refusal(response)
    const body = (await response.body.json()) as { metadata: { resourceVersion: string }; items: T[] }
    objects.clear()
    for (const item of body.items) objects.set(identity(item), item)
    changed()
    markReady?.()
    return body.metadata.resourceVersion
  }

  /** Follows the stream until it ends and answers the version to go on from. */
  const follow = async (from: string): Promise<string> => {
    let version = from
    const query = `watch=true&allowWatchBookmarks=true&timeoutSeconds=290&resourceVersion=${from}`
    const url = `${path}${path.includes('?') ? '&' : '?'}${query}`
    const response = await connection.send('GET', url, { signal: stopping.signal })
    if (response.statusCode !== 200) throw await refusal(response)
    for await (const line of linesOf(response.body.setEncoding('utf8'))) {
      const { type, object } = JSON.parse(line) as WatchEvent
      if (type === 'ERROR') throw new WatchBroken(object.message ?? 'watch ended')
      version = object.metadata.resourceVersion ?? version
      if (type === 'BOOKMARK') continue
      if (type === 'DELETED') objects.delete(identity(object))
      else objects.set(identity(object), object as unknown as T)
      changed()
    }
    return version
  }

  const stopped = (): boolean => stopping.signal.aborted
  const run = async (): Promise<void> => {
    let waitMs = 200
    while (!stopped()) {
      try {
        let version = await list()
        waitMs = 200
        if (version === undefined) await pause(longestWaitMs, stopping.signal)
        while (version !== undefined && !stopped()) {
          const before = Date.now()
          version = await follow(version)
          // A server that ends every watch at once must not be asked in a tight loop.
          if (Date.now() - before < 1000) await pause(waitMs, stopping.signal)
        }
      } catch (error) {
        if (stopped()) return
        onTrouble(error instanceof Error ? `${path}: ${error.message}` : path)
        await pause(waitMs, stopping.signal)
        waitMs = Math.min(longestWaitMs, waitMs * 2)
      }
    }
  }
  void run()

  return {
    ready,
    items: () => (snapshot ??= [...objects.values()]),
    stop: () => stopping.abort(),
  }
}

async function refusal(response: Awaited<ReturnType<KubeConnection['send']>>): Promise<WatchBroken> {
  const text = await response.body.text()
  return new WatchBroken(`HTTP ${response.statusCode}: ${text.slice(0, 200)}`)
}

async function* linesOf(chunks: AsyncIterable<unknown>): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of chunks) {
    const lines = (rest + String(chunk)).split('\n')
    rest = lines.pop() ?? ''
    yield* lines.filter((line) => line !== '')
  }
}

function identity(item: Item): string {
  return `${item.metadata.namespace ?? ''}/${item.metadata.name}`
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true },
    )
  })
}
