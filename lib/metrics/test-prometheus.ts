import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export interface StubRequest {
  path: string
  params: URLSearchParams
  headers: IncomingHttpHeaders
  method: string
}
export interface StubAnswer {
  status?: number
  headers?: Record<string, string>
  /** An object is sent as JSON. */
  body: unknown
}

/** An HTTP server in Prometheus' place for one test; `answer` may wait as long as it likes. */
export async function stubPrometheus(answer: (request: StubRequest) => StubAnswer | Promise<StubAnswer>) {
  const seen: StubRequest[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const one: StubRequest = {
        path: request.url ?? '',
        params: new URLSearchParams(Buffer.concat(chunks).toString('utf8')),
        headers: request.headers,
        method: request.method ?? '',
      }
      seen.push(one)
      void Promise.resolve(answer(one)).then(({ status = 200, headers = {}, body }) => {
        response.writeHead(status, headers)
        response.end(typeof body === 'string' ? body : JSON.stringify(body))
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen }
}

export type Labels = Record<string, string>

/** An instant vector at Unix second `at`. */
export function vector(at: number, samples: [Labels, number | string][], warnings?: string[]): StubAnswer {
  const result = samples.map(([metric, value]) => ({ metric, value: [at, String(value)] }))
  return {
    body: { status: 'success', data: { resultType: 'vector', result }, ...(warnings ? { warnings } : {}) },
  }
}

/** A matrix; each series is its labels and [Unix second, value] pairs. */
export function matrix(series: [Labels, [number, number | string][]][], warnings?: string[]): StubAnswer {
  const result = series.map(([metric, points]) => ({
    metric,
    values: points.map(([at, value]) => [at, String(value)]),
  }))
  return {
    body: { status: 'success', data: { resultType: 'matrix', result }, ...(warnings ? { warnings } : {}) },
  }
}

export function failure(status: number, errorType: string, error: string): StubAnswer {
  return { status, body: { status: 'error', errorType, error } }
}
