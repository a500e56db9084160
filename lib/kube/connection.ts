import { Agent, ProxyAgent, type Dispatcher } from 'undici'
import { log } from '@/lib/log'
import { openCredentials, type CredentialSource, type Credentials } from './credentials'
import { systemScheduler, type Scheduler } from './scheduler'
import {
  abortable,
  toTransportError,
  TransportError,
  type KubeFetch,
  type KubeRequest,
  type KubeResponse,
} from './transport'

export interface ConnectionOptions {
  /** Path of a kubeconfig, or several joined as in KUBECONFIG; absent: the default one, or the pod's own. */
  kubeconfig?: string
  /** Aviary's version, for the user agent. */
  version: string
  scheduler?: Scheduler
}

export interface KubeConnection {
  /** Name of the context's cluster, matching `^[A-Za-z0-9._~-]+$`. */
  readonly cluster: string
  readonly server: string
  readonly fetch: KubeFetch
  close(): Promise<void>
}

/** Kubernetes rotates projected tokens well before they expire; client-go re-reads them each minute too. */
const REFRESH_MS = 60_000
/** A 401 asks for fresh credentials, but not more often than this. */
const FORCED_REFRESH_MS = 5_000
const CONNECT_TIMEOUT_MS = 5_000
const KEEP_ALIVE_MS = 30_000

function makeDispatcher(connect: Credentials['connect']): Dispatcher {
  const shared = { keepAliveTimeout: KEEP_ALIVE_MS, headersTimeout: 0, bodyTimeout: 0 }
  switch (connect.type) {
    case 'proxy':
      return new ProxyAgent({ uri: connect.uri, requestTls: connect.requestTls, ...shared })
    case 'agent':
      return new Agent({ connect: { ...connect.connect, timeout: CONNECT_TIMEOUT_MS }, ...shared })
    default:
      return new Agent({ connect: { timeout: CONNECT_TIMEOUT_MS }, ...shared })
  }
}

function toResponse(data: Dispatcher.ResponseData): KubeResponse {
  return {
    status: data.statusCode,
    header(name) {
      const value = data.headers[name.toLowerCase()]
      return Array.isArray(value) ? value[0] : value
    },
    async text() {
      try {
        return await data.body.text()
      } catch (error) {
        throw toTransportError(error)
      }
    },
    async *chunks() {
      try {
        for await (const chunk of data.body) yield chunk as Uint8Array
      } catch (error) {
        throw toTransportError(error)
      }
    },
  }
}

/** Keeps the credentials of one cluster and its pool of connections current. */
class Session {
  private current: { credentials: Credentials; dispatcher: Dispatcher; readAt: number } | undefined
  private refreshing: Promise<void> | undefined
  private forcedAt = -Infinity

  constructor(
    private readonly source: CredentialSource,
    private readonly scheduler: Scheduler,
  ) {}

  async get(): Promise<{ credentials: Credentials; dispatcher: Dispatcher }> {
    if (!this.current || this.scheduler.now() - this.current.readAt >= REFRESH_MS) await this.refresh(false)
    if (!this.current) throw new TransportError('there are no credentials for the cluster', false)
    return this.current
  }

  /** After a 401: true when the credentials read anew differ from those that were refused. */
  async renewAfterRefusal(refused: Credentials): Promise<boolean> {
    if (this.scheduler.now() - this.forcedAt >= FORCED_REFRESH_MS) {
      this.forcedAt = this.scheduler.now()
      await this.refresh(true)
    }
    const now = this.current?.credentials
    return now !== undefined && JSON.stringify(now.headers) !== JSON.stringify(refused.headers)
  }

  async close(): Promise<void> {
    await this.current?.dispatcher.destroy()
  }

  private refresh(fresh: boolean): Promise<void> {
    this.refreshing ??= this.readCredentials(fresh).finally(() => {
      this.refreshing = undefined
    })
    return this.refreshing
  }

  private async readCredentials(fresh: boolean): Promise<void> {
    const before = this.current
    let credentials: Credentials
    try {
      credentials = await this.source.read(fresh)
    } catch (error) {
      if (!before)
        throw new TransportError(`reading the credentials failed: ${words(error)}`, false, { cause: error })
      // A file may be gone for a moment while it is replaced; the old credentials often still work.
      log('kube').warn({ cluster: this.source.cluster, err: error }, 'could not read the credentials again')
      before.readAt = this.scheduler.now()
      return
    }
    const same = before?.credentials.fingerprint === credentials.fingerprint
    const dispatcher = before && same ? before.dispatcher : makeDispatcher(credentials.connect)
    this.current = { credentials, dispatcher, readAt: this.scheduler.now() }
    if (before && !same) {
      // Running watches may finish on the old connections; each ends within minutes.
      before.dispatcher.close().catch((error: unknown) => {
        log('kube').warn({ cluster: this.source.cluster, err: error }, 'closing old connections failed')
      })
    }
  }
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Opens the cluster of the current context. Nothing is sent yet; throws only when there is no usable kubeconfig. */
export function openConnection(options: ConnectionOptions): KubeConnection {
  const source = openCredentials(options.kubeconfig)
  const session = new Session(source, options.scheduler ?? systemScheduler)
  const userAgent = `aviary/${options.version}`

  async function send(request: KubeRequest): Promise<{ response: KubeResponse; used: Credentials }> {
    const { credentials, dispatcher } = await abortable(session.get(), request.signal)
    try {
      const base = new URL(credentials.server)
      const data = await dispatcher.request({
        origin: base.origin,
        path: base.pathname.replace(/\/$/, '') + request.path,
        method: request.method,
        headers: {
          accept: 'application/json',
          'user-agent': userAgent,
          ...credentials.headers,
          ...request.headers,
        },
        body: request.body ?? null,
        signal: request.signal ?? null,
      })
      return { response: toResponse(data), used: credentials }
    } catch (error) {
      throw toTransportError(error)
    }
  }

  return {
    cluster: source.cluster,
    server: source.server,
    close: () => session.close(),
    async fetch(request) {
      const first = await send(request)
      // A refused credential means that nothing was done, so any method may be sent again.
      if (first.response.status !== 401 || !(await session.renewAfterRefusal(first.used)))
        return first.response
      await first.response.text()
      return (await send(request)).response
    },
  }
}
