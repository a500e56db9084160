import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Scheduler } from './scheduler'

/** For tests only: the list and watch protocol of an API server over real HTTP, and every way in which it can go wrong. */

interface Stored {
  metadata: { name: string; namespace?: string; uid: string; resourceVersion: string; [key: string]: unknown }
  [key: string]: unknown
}

interface Resource {
  groupVersion: string
  plural: string
  kind: string
  objects: Map<string, Stored>
  log: { type: string; object: Stored; version: number }[]
}

interface SeenRequest {
  method: string
  url: URL
  headers: IncomingMessage['headers']
  body: string
}

/** Answers instead of the server; `hang` never answers, `cut` closes the connection without a word. */
type Override = (
  request: SeenRequest,
) => { status: number; body: unknown; headers?: Record<string, string> } | 'hang' | 'cut' | undefined

export class TestApiServer {
  readonly requests: SeenRequest[] = []
  connections = 0
  override: Override | undefined
  private readonly resources = new Map<string, Resource>()
  private readonly streams = new Map<ServerResponse, { of: string; selected: (object: Stored) => boolean }>()
  private version = 100
  private oldest = 0
  private readonly http: Server

  private constructor(tls?: { key: string; cert: string }) {
    const handle = (request: IncomingMessage, response: ServerResponse) => this.handle(request, response)
    this.http = tls ? createTlsServer(tls, handle) : createServer(handle)
    this.http.on(tls ? 'secureConnection' : 'connection', () => (this.connections += 1))
  }

  static async start(tls?: { key: string; cert: string }): Promise<TestApiServer> {
    const server = new TestApiServer(tls)
    await server.listen(0)
    return server
  }

  get port(): number {
    return (this.http.address() as AddressInfo).port
  }

  listen(port: number): Promise<void> {
    return new Promise((resolve) => this.http.listen(port, '127.0.0.1', resolve))
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.http.close(() => resolve())
      this.http.closeAllConnections()
    })
  }

  serve(groupVersion: string, plural: string, kind: string): void {
    this.resources.set(`${root(groupVersion)}/${plural}`, {
      groupVersion,
      plural,
      kind,
      objects: new Map(),
      log: [],
    })
  }

  /** As when a CRD is deleted: the watches end and the path answers 404. */
  unserve(groupVersion: string, plural: string): void {
    const path = `${root(groupVersion)}/${plural}`
    this.resources.delete(path)
    for (const [stream, { of }] of this.streams) if (of === path) stream.end()
  }

  /** Creates or changes an object; `silently` leaves it out of the watches, as a lost event would. */
  put(path: string, name: string, extra: Record<string, unknown> = {}, silently = false): void {
    const resource = this.resource(path)
    const previous = resource.objects.get(name)
    this.version += 1
    const { metadata, ...rest } = extra as { metadata?: Record<string, unknown> }
    const object: Stored = {
      ...rest,
      metadata: {
        namespace: 'shop',
        uid: previous?.metadata.uid ?? `uid-${this.version}`,
        ...metadata,
        name,
        resourceVersion: String(this.version),
      },
    }
    resource.objects.set(name, object)
    if (!silently) this.emit(path, previous ? 'MODIFIED' : 'ADDED', object)
  }

  remove(path: string, name: string, silently = false): void {
    const resource = this.resource(path)
    const object = resource.objects.get(name)
    if (!object) throw new Error(`no ${name}`)
    this.version += 1
    resource.objects.delete(name)
    const last = { ...object, metadata: { ...object.metadata, resourceVersion: String(this.version) } }
    if (!silently) this.emit(path, 'DELETED', last)
  }

  bookmark(path: string): number {
    this.version += 1
    const { kind, groupVersion } = this.resource(path)
    const object = { kind, apiVersion: groupVersion, metadata: { resourceVersion: String(this.version) } }
    this.raw(path, `${JSON.stringify({ type: 'BOOKMARK', object })}\n`)
    return this.version
  }

  /** Writes bytes into the open watches of a path. */
  raw(path: string, text: string | Uint8Array): void {
    for (const [stream, { of }] of this.streams) if (of === path) stream.write(text)
  }

  watching(path: string): number {
    return [...this.streams.values()].filter(({ of }) => of === path).length
  }

  endStreams(): void {
    for (const stream of this.streams.keys()) stream.end()
  }

  dropStreams(): void {
    for (const stream of this.streams.keys()) stream.destroy()
  }

  /** Forgets history: older positions answer 410 from now on. */
  compact(): void {
    this.oldest = this.version
  }

  lists(path: string): SeenRequest[] {
    return this.requests.filter(({ url }) => url.pathname === path && !url.searchParams.has('watch'))
  }

  watches(path: string): SeenRequest[] {
    return this.requests.filter(({ url }) => url.pathname === path && url.searchParams.has('watch'))
  }

  private resource(path: string): Resource {
    const resource = this.resources.get(path)
    if (!resource) throw new Error(`nothing served at ${path}`)
    return resource
  }

  private emit(path: string, type: string, object: Stored): void {
    const resource = this.resource(path)
    resource.log.push({ type, object, version: Number(object.metadata.resourceVersion) })
    const line = eventLine(resource, type, object)
    for (const [stream, { of, selected }] of this.streams)
      if (of === path && selected(object)) stream.write(line)
  }

  private handle(request: IncomingMessage, response: ServerResponse): void {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://test')
      const seen = { method: request.method ?? '', url, headers: request.headers, body }
      this.requests.push(seen)
      const answer = this.override?.(seen)
      if (answer === 'hang') return
      if (answer === 'cut') request.socket.destroy()
      else if (answer) send(response, answer.status, answer.body, answer.headers)
      else this.answer(url, response)
    })
  }

  private answer(url: URL, response: ServerResponse): void {
    const resource = this.resources.get(url.pathname)
    if (resource && url.searchParams.has('watch')) this.watch(resource, url, response)
    else if (resource) this.list(resource, url, response)
    else if (url.pathname === '/version') send(response, 200, { major: '1' })
    else if (url.pathname === '/apis') send(response, 200, this.groups())
    else {
      const inGroup = [...this.resources.values()].filter((each) => root(each.groupVersion) === url.pathname)
      if (inGroup.length === 0)
        sendStatus(response, 404, 'NotFound', 'the server could not find the requested resource')
      else send(response, 200, { kind: 'APIResourceList', resources: inGroup.map(apiResource) })
    }
  }

  private groups(): unknown {
    const versions = [...new Set([...this.resources.values()].map((each) => each.groupVersion))]
    const groups = versions
      .filter((name) => name.includes('/'))
      .map((groupVersion) => ({ name: groupVersion.split('/')[0], versions: [{ groupVersion }] }))
    return { kind: 'APIGroupList', groups }
  }

  private list(resource: Resource, url: URL, response: ServerResponse): void {
    const selected = selectorOf(url)
    const all = [...resource.objects.values()].filter(selected)
    const from = Number(url.searchParams.get('continue') ?? 0)
    const limit = Number(url.searchParams.get('limit') ?? all.length)
    const to = from + (limit || all.length)
    send(response, 200, {
      kind: `${resource.kind}List`,
      apiVersion: resource.groupVersion,
      metadata: { resourceVersion: String(this.version), ...(to < all.length && { continue: String(to) }) },
      items: all.slice(from, to),
    })
  }

  private watch(resource: Resource, url: URL, response: ServerResponse): void {
    const since = Number(url.searchParams.get('resourceVersion'))
    if (since < this.oldest) {
      sendStatus(response, 410, 'Expired', `too old resource version: ${since}`)
      return
    }
    response.writeHead(200, { 'content-type': 'application/json' })
    response.flushHeaders()
    const selected = selectorOf(url)
    this.streams.set(response, { of: url.pathname, selected })
    response.on('close', () => this.streams.delete(response))
    for (const { type, object, version } of resource.log) {
      if (version > since && selected(object)) response.write(eventLine(resource, type, object))
    }
  }
}

function root(groupVersion: string): string {
  return groupVersion.includes('/') ? `/apis/${groupVersion}` : `/api/${groupVersion}`
}

/** `key=value` of labelSelector alone. */
function selectorOf(url: URL): (object: Stored) => boolean {
  const [key, value] = (url.searchParams.get('labelSelector') ?? '').split('=')
  if (key === undefined || value === undefined) return () => true
  return ({ metadata }) => (metadata['labels'] as Record<string, string> | undefined)?.[key] === value
}

function apiResource(resource: Resource): unknown {
  return {
    name: resource.plural,
    kind: resource.kind,
    namespaced: true,
    verbs: ['get', 'list', 'watch', 'patch'],
  }
}

function eventLine(resource: Resource, type: string, object: Stored): string {
  const whole = { kind: resource.kind, apiVersion: resource.groupVersion, ...object }
  return `${JSON.stringify({ type, object: whole })}\n`
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}

function sendStatus(response: ServerResponse, code: number, reason: string, message: string): void {
  send(response, code, { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message })
}

/** A clock that moves only when told to. */
export class ManualScheduler implements Scheduler {
  private time = 0
  private readonly timers = new Set<{ at: number; callback: () => void }>()

  now(): number {
    return this.time
  }

  random(): number {
    return 0.5
  }

  after(milliseconds: number, callback: () => void): () => void {
    const timer = { at: this.time + milliseconds, callback }
    this.timers.add(timer)
    return () => this.timers.delete(timer)
  }

  advance(milliseconds: number): void {
    const until = this.time + milliseconds
    for (;;) {
      const due = [...this.timers].filter(({ at }) => at <= until).sort((one, other) => one.at - other.at)[0]
      if (!due) break
      this.timers.delete(due)
      this.time = Math.max(this.time, due.at)
      due.callback()
    }
    this.time = until
  }
}
