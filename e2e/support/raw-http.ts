import { request } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import { appUrl } from './target'

export interface RawReply {
  /** 0 where the server closed the connection without an answer. */
  status: number
  headers: IncomingHttpHeaders
  text: string
}

export interface RawRequest {
  method?: string
  headers?: Record<string, string>
  body?: string
}

/** One request whose target goes out byte for byte: `fetch` would tidy dots, slashes and whole addresses in it. */
export function rawRequest(target: string, { method = 'GET', headers = {}, body }: RawRequest = {}) {
  const { hostname, port } = new URL(appUrl())
  return new Promise<RawReply>((resolve, reject) => {
    const sent = request({ host: hostname, port, path: target, method, headers, agent: false })
    sent.setTimeout(20_000, () => sent.destroy(new Error(`${method} ${target} was not answered`)))
    sent.on('response', (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (text += chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
    })
    sent.on('upgrade', (response, socket) => {
      socket.destroy()
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text: '' })
    })
    sent.on('error', (error) => {
      const closed = 'code' in error && error.code === 'ECONNRESET'
      if (closed) resolve({ status: 0, headers: {}, text: '' })
      else reject(error)
    })
    sent.end(body)
  })
}
