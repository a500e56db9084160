import type { ServerResponse } from 'node:http'
import { groupVersion } from './kinds'
import { matcherOf } from './list-objects'
import type { ResourcePath } from './request-path'
import type { Matcher } from './selectors'
import { badRequest, expired } from './status'
import { entryJson, type Change, type Entry, type Store } from './store'

export interface WatchTimings {
  bookmarkMs: number
}

const maxBacklogBytes = 32_000_000

/** What a watcher with a selector sees: an object that stops matching is deleted for it. */
function seenChange(change: Change, matches: Matcher): Change['type'] | undefined {
  const before = change.previous !== undefined && matches(change.previous.object)
  const now = change.type !== 'DELETED' && matches(change.entry.object)
  if (now) return before ? 'MODIFIED' : 'ADDED'
  return before ? 'DELETED' : undefined
}

function revisionOf(query: URLSearchParams): number {
  const text = query.get('resourceVersion') ?? ''
  if (!/^\d*$/.test(text)) throw badRequest(`resourceVersion: Invalid value: "${text}": not a number`)
  return Number(text)
}

/**
 * Streams changes as JSON lines until timeoutSeconds (30 to 60 minutes without it) have passed.
 * A resourceVersion that history no longer reaches back to gets an ERROR event with Status 410.
 */
export function serveWatch(
  store: Store,
  path: ResourcePath,
  query: URLSearchParams,
  response: ServerResponse,
  timings: WatchTimings,
): void {
  const from = revisionOf(query)
  const matches = matcherOf(path, query)
  const bookmarks = query.get('allowWatchBookmarks') === 'true'
  const seconds = Number(query.get('timeoutSeconds') ?? '0') || 1800 * (1 + Math.random())
  response.writeHead(200, { 'content-type': 'application/json' })
  const send = (type: string, json: string): void => {
    response.write(`{"type":"${type}","object":${json}}\n`)
    if (response.writableLength > maxBacklogBytes) response.destroy()
  }
  if (from > 0 && from < store.floor) {
    send('ERROR', JSON.stringify(expired(`too old resource version: ${from} (${store.floor})`).body()))
    response.end()
    return
  }
  const { kind, version } = path
  const json = (entry: Entry): string => entryJson(entry, version)
  const bookmark = (annotations = {}): void => {
    const metadata = { resourceVersion: String(store.revision), creationTimestamp: null, ...annotations }
    send(
      'BOOKMARK',
      JSON.stringify({ kind: kind.kind, apiVersion: groupVersion(kind.group, version), metadata }),
    )
  }
  const deliver = (change: Change): void => {
    if (change.entry.kind !== kind || change.revision <= from) return
    const type = seenChange(change, matches)
    if (type !== undefined) send(type, json(change.entry))
  }
  if (from === 0) {
    for (const entry of store.list(kind, path.namespace))
      if (matches(entry.object)) send('ADDED', json(entry))
    if (bookmarks) bookmark({ annotations: { 'k8s.io/initial-events-end': 'true' } })
  } else for (const change of store.since(from)) deliver(change)
  response.flushHeaders()
  const unsubscribe = store.subscribe(deliver)
  const ticking = bookmarks ? setInterval(bookmark, timings.bookmarkMs) : undefined
  const stop = (): void => {
    unsubscribe()
    clearInterval(ticking)
    clearTimeout(ending)
  }
  const ending = setTimeout(
    () => {
      // The connection closes when the client has read all; until then nothing more may be written.
      stop()
      response.end()
    },
    Math.min(seconds * 1000, 2 ** 31 - 1),
  )
  response.on('close', stop)
}
