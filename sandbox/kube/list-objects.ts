import { groupVersion } from './kinds'
import { isObject, numberAt, textAt } from './json'
import type { KubeObject } from './objects'
import type { ResourcePath } from './request-path'
import { fieldSelector, labelSelector, type Matcher } from './selectors'
import { badRequest, expired, notImplemented } from './status'
import { entryJson, keyOf, type Entry, type Store } from './store'

/** What labelSelector, fieldSelector and the path ask for. */
export function matcherOf(path: ResourcePath, query: URLSearchParams): Matcher {
  const labels = labelSelector(query.get('labelSelector') ?? '')
  const fields = fieldSelector(query.get('fieldSelector') ?? '')
  const inNamespace = (object: KubeObject): boolean =>
    path.namespace === undefined || (object.metadata.namespace ?? '') === path.namespace
  return (object) => inNamespace(object) && labels(object) && fields(object)
}

function readContinue(store: Store, token: string): { revision: number; after: string } {
  let read: unknown
  try {
    read = JSON.parse(Buffer.from(token, 'base64url').toString())
  } catch (error) {
    throw badRequest(`invalid continue token: continue key is not valid: ${String(error)}`)
  }
  const revision = numberAt(read, 'rv')
  const after = textAt(read, 'start')
  if (!isObject(read) || revision === undefined || after === undefined)
    throw badRequest('invalid continue token: continue key is not valid')
  if (revision < store.floor)
    throw expired(
      'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.',
    )
  return { revision, after }
}

function wholeNumber(query: URLSearchParams, name: string): number {
  const text = query.get(name) ?? ''
  if (!/^\d*$/.test(text)) throw badRequest(`strconv.ParseInt: parsing "${text}": invalid syntax`)
  return Number(text)
}

export interface Page {
  entries: Entry[]
  revision: number
  continueToken: string
  remaining: number
}

/**
 * One page of a list. Later pages carry the first one's resourceVersion but show newer objects as they are now:
 * a watch from that version replays what happened in between.
 */
export function listPage(store: Store, path: ResourcePath, query: URLSearchParams): Page {
  if (query.get('resourceVersionMatch') === 'Exact') throw notImplemented('lists at an exact resourceVersion')
  const token = query.get('continue') ?? ''
  const start = token === '' ? { revision: store.revision, after: '' } : readContinue(store, token)
  const limit = wholeNumber(query, 'limit')
  const matches = matcherOf(path, query)
  const found = store
    .list(path.kind, path.namespace)
    .filter((entry) => matches(entry.object) && keyOf(entry.object) > start.after)
  const entries = limit === 0 ? found : found.slice(0, limit)
  const last = entries.at(-1)
  const remaining = found.length - entries.length
  const next = { rv: start.revision, start: last === undefined ? '' : keyOf(last.object) }
  return {
    entries,
    revision: start.revision,
    remaining,
    continueToken: remaining > 0 ? Buffer.from(JSON.stringify(next)).toString('base64url') : '',
  }
}

/** The list as JSON. Items of built-in kinds carry no apiVersion and kind, as on the real server. */
export function listJson(path: ResourcePath, page: Page): string {
  const { kind, version } = path
  const items = page.entries.map((entry) => (kind.custom ? entryJson(entry, version) : `{${entry.tail}`))
  const metadata = {
    resourceVersion: String(page.revision),
    ...(page.remaining > 0 ? { continue: page.continueToken, remainingItemCount: page.remaining } : {}),
  }
  const head = { kind: `${kind.kind}List`, apiVersion: groupVersion(kind.group, version), metadata }
  return `${JSON.stringify(head).slice(0, -1)},"items":[${items.join(',')}]}`
}
