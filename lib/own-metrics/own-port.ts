import { createServer, type Server } from 'node:http'
import { expositionType } from '../domain/own-state'

export interface OwnPort {
  host: string
  port: number
  read: () => Promise<string>
  /** Hears of reads that failed, and of a port that is taken. */
  onError: (error: unknown) => void
}

/** A server of nothing but `GET /metrics`, for a network that only Prometheus reaches: it asks nobody who they are. */
export function openOwnPort({ host, port, read, onError }: OwnPort): Server {
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0]
    if (path !== '/metrics') return void response.writeHead(404).end()
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return void response.writeHead(405, { allow: 'GET, HEAD' }).end()
    read().then(
      (text) =>
        response
          .writeHead(200, {
            'content-type': expositionType,
            'content-length': Buffer.byteLength(text),
            'cache-control': 'no-store',
            'x-content-type-options': 'nosniff',
          })
          .end(request.method === 'HEAD' ? undefined : text),
      (error: unknown) => {
        onError(error)
        response.writeHead(500).end()
      },
    )
  })
  server.on('error', onError)
  server.listen(port, host)
  return server
}
