import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface PrometheusProxy {
  readonly url: string
  /** PromQL of the queries that came since the last `reset`, in their order. */
  readonly queries: readonly string[]
  reset(): void
  /** Stops listening and cuts all connections: Prometheus is down. */
  takeDown(): Promise<void>
}

/** Stands in front of a Prometheus and counts queries. `target` is asked at each query: it may start later. */
export async function startPrometheusProxy(target: () => string): Promise<PrometheusProxy> {
  const queries: string[] = []
  const server = createServer((incoming, outgoing) => {
    forward(target(), incoming, outgoing, (query) => queries.push(query)).catch((error: unknown) => {
      if (!outgoing.headersSent) outgoing.writeHead(502)
      outgoing.end(String(error))
    })
  })
  // As long as a Prometheus keeps its own: a busy client must not meet a connection that is just being closed.
  server.keepAliveTimeout = 300_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  const takeDown = async () => {
    if (!server.listening) return
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeAllConnections()
    await closed
  }
  return {
    url: `http://127.0.0.1:${port}`,
    queries,
    reset: () => void queries.splice(0),
    takeDown,
  }
}

async function forward(
  target: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  note: (query: string) => void,
): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  const url = new URL(incoming.url ?? '/', target)
  if (url.pathname.endsWith('/query') || url.pathname.endsWith('/query_range')) {
    const inBody = new URLSearchParams(body.toString()).get('query')
    note(inBody ?? url.searchParams.get('query') ?? '')
  }
  const { host: _host, ...headers } = incoming.headers
  await new Promise<void>((resolve, reject) => {
    const onward = request(url, { method: incoming.method ?? 'GET', headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
      answer.once('error', reject)
      outgoing.once('close', resolve)
    })
    onward.once('error', reject)
    onward.end(body)
  })
}
