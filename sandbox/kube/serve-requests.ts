import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { accessReviews, reviewAccess } from './access-reviews'
import { discoveryDocument } from './discovery'
import { handleResource, type Reply } from './handle-resource'
import { authorise, type Attributes, type Identity } from './rbac'
import type { RequestCounts } from './request-counts'
import { resourcePath, type ResourcePath } from './request-path'
import { forbidden, methodNotAllowed, noSuchResource, StatusError } from './status'
import type { Store } from './store'
import type { WatchTimings } from './watch-objects'

export interface Serving {
  store: Store
  authenticate: (request: IncomingMessage) => Identity
  timings: WatchTimings
  counts: RequestCounts
}

interface PlainReply {
  code: number
  text: string
}

const healthPaths = new Set(['/healthz', '/readyz', '/livez'])

async function answer(
  serving: Serving,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Reply | PlainReply | undefined> {
  const url = new URL(request.url ?? '/', 'https://localhost')
  const who = serving.authenticate(request)
  const { store, timings, counts } = serving
  if (url.pathname === '/metrics') {
    if (!who.groups.includes('system:masters'))
      throw forbidden(`User "${who.user}" cannot get path "/metrics"`)
    return { code: 200, text: counts.exposition() }
  }
  if (url.pathname === accessReviews) return await reviewAccess(store, who, request)
  const document = discoveryDocument(url.pathname)
  if (document !== undefined) {
    if (request.method !== 'GET') throw methodNotAllowed()
    return { code: 200, json: JSON.stringify(document) }
  }
  const path = resourcePath(url.pathname)
  if (path === undefined) throw noSuchResource()
  authorise(store, who, attributesOf(request.method ?? 'GET', path, url.searchParams))
  counts.add(request.method ?? 'GET', path, url.searchParams)
  return handleResource({ store, path, query: url.searchParams, request, response, timings })
}

const verbs: Record<string, string> = { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' }

/** A request in the words of RBAC's rules. */
function attributesOf(method: string, path: ResourcePath, query: URLSearchParams): Attributes {
  const { kind, namespace, name, subresource } = path
  const watching = ['true', '1'].includes(query.get('watch') ?? '')
  const reading = name === undefined ? (watching ? 'watch' : 'list') : 'get'
  return {
    verb: verbs[method] ?? reading,
    group: kind.group,
    resource: subresource === undefined ? kind.plural : `${kind.plural}/${subresource}`,
    ...(namespace === undefined || namespace === '' ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
  }
}

function failure(error: unknown): Reply {
  const status =
    error instanceof StatusError
      ? error
      : new StatusError(500, 'InternalError', `Internal error occurred: ${String(error)}`)
  if (status.code === 500) console.error(error)
  return { code: status.code, json: JSON.stringify(status.body()) }
}

/** Answers every request with JSON, a watch stream or a Status body. */
export async function serveRequest(
  serving: Serving,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const auditId = request.headers['audit-id']
  response.setHeader('audit-id', typeof auditId === 'string' ? auditId : randomUUID())
  response.setHeader('cache-control', 'no-cache, private')
  if (healthPaths.has((request.url ?? '').split('?')[0] ?? '')) {
    response.end('ok')
    return
  }
  let reply: Reply | PlainReply | undefined
  try {
    reply = await answer(serving, request, response)
  } catch (error) {
    reply = failure(error)
  }
  if (reply === undefined) return
  for (const warning of 'warnings' in reply ? (reply.warnings ?? []) : [])
    response.appendHeader('warning', `299 - ${JSON.stringify(warning)}`)
  const [type, text] =
    'text' in reply ? ['text/plain; version=0.0.4', reply.text] : ['application/json', reply.json]
  response.writeHead(reply.code, { 'content-type': type })
  response.end(text)
}
