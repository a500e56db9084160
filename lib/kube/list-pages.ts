import type { KubeObject } from '@/lib/domain/kube'
import { collectionPath, type ServedKind } from './kinds'
import { isJson, toKubeObject } from './object'
import type { KubeFetch } from './transport'
import { refusalToWatchError, WatchError } from './watch-error'

const PAGE_SIZE = 500
const PAGE_TIMEOUT_MS = 30_000
/** A continue token lives about five minutes; a list that outlives it twice is asked for in one piece. */
const PAGED_ATTEMPTS = 2

interface Listing {
  objects: KubeObject[]
  /** Where a watch goes on from. */
  resourceVersion: string
}

type Query = Readonly<Record<string, string>>

function pathOf(kind: ServedKind, query: Query): string {
  const { labelSelector } = kind
  const text = new URLSearchParams({
    ...query,
    ...(labelSelector !== undefined && { labelSelector }),
  }).toString()
  return collectionPath(kind) + (text === '' ? '' : `?${text}`)
}

async function page(fetch: KubeFetch, kind: ServedKind, query: Query, stop: AbortSignal) {
  const signal = AbortSignal.any([stop, AbortSignal.timeout(PAGE_TIMEOUT_MS)])
  const response = await fetch({ method: 'GET', path: pathOf(kind, query), signal })
  if (response.status !== 200) throw await refusalToWatchError(response)
  let body: unknown
  try {
    body = JSON.parse(await response.text())
  } catch (error) {
    if (error instanceof SyntaxError) throw new WatchError('failed', 'the list is not JSON')
    throw error
  }
  const metadata = isJson(body) && isJson(body['metadata']) ? body['metadata'] : {}
  const items = isJson(body) ? (body['items'] ?? []) : undefined
  if (!Array.isArray(items) || typeof metadata['resourceVersion'] !== 'string') {
    throw new WatchError('failed', 'the list has no items or no resourceVersion')
  }
  return {
    items: items as unknown[],
    resourceVersion: metadata['resourceVersion'],
    next: typeof metadata['continue'] === 'string' ? metadata['continue'] : '',
  }
}

async function allPages(
  fetch: KubeFetch,
  kind: ServedKind,
  keep: (object: KubeObject) => KubeObject,
  signal: AbortSignal,
  limit: Query,
): Promise<Listing> {
  const objects: KubeObject[] = []
  let query = limit
  for (;;) {
    const { items, resourceVersion, next } = await page(fetch, kind, query, signal)
    for (const item of items) objects.push(keep(toKubeObject(item, kind)))
    if (next === '') return { objects, resourceVersion }
    query = { ...limit, continue: next }
  }
}

/** Lists a whole kind page by page; `keep` trims each object before the next page is read. Throws WatchError, TransportError. */
export async function listAll(
  fetch: KubeFetch,
  kind: ServedKind,
  keep: (object: KubeObject) => KubeObject,
  signal: AbortSignal,
): Promise<Listing> {
  for (let attempt = 0; attempt < PAGED_ATTEMPTS; attempt += 1) {
    try {
      return await allPages(fetch, kind, keep, signal, { limit: String(PAGE_SIZE) })
    } catch (error) {
      if (!(error instanceof WatchError && error.problem === 'expired')) throw error
    }
  }
  return allPages(fetch, kind, keep, signal, {})
}
