import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { textAt, type JsonObject } from './json'
import { startKubeApi, type KubeApi } from './start-kube-api'

export const adminToken = 'admin-token'
export const strangerToken = 'stranger-token'
const tokens = [
  { token: adminToken, user: 'admin', groups: ['system:masters'] },
  { token: strangerToken, user: 'stranger', groups: [] },
]

export interface Answer {
  code: number
  body: JsonObject
  headers: Record<string, string | string[] | undefined>
}

export interface CallOptions {
  type?: string
  body?: unknown
  token?: string
  headers?: Record<string, string>
}

/** A sandbox cluster in a folder of its own, with a bare HTTPS client. */
export class TestCluster {
  private constructor(
    readonly dir: string,
    readonly api: KubeApi,
    private readonly ca: string,
  ) {}

  static async start(dir?: string): Promise<TestCluster> {
    const home = dir ?? (await mkdtemp(join(tmpdir(), 'kube-test-')))
    const api = await startKubeApi({ dir: home, port: 0, tokens, bookmarkMs: 50 })
    const saved: unknown = JSON.parse(await readFile(join(home, 'kube-certificates.json'), 'utf8'))
    return new TestCluster(home, api, textAt(saved, 'ca') ?? '')
  }

  call(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const sent = this.open(method, path, options)
      sent.on('error', reject)
      sent.on('response', (response) => {
        let text = ''
        response.on('data', (chunk: Buffer) => (text += chunk.toString()))
        response.on('end', () => {
          const body: unknown = text.startsWith('{') ? JSON.parse(text) : { text }
          resolve({ code: response.statusCode ?? 0, body: body as JsonObject, headers: response.headers })
        })
      })
    })
  }

  /** Events of a watch as they come; the server or `return()` ends it. */
  async *watch(path: string): AsyncGenerator<JsonObject> {
    const sent = this.open('GET', path, {})
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      sent.on('error', reject)
      sent.on('response', resolve)
    })
    let rest = ''
    for await (const chunk of response as AsyncIterable<Buffer>) {
      const lines = (rest + chunk.toString()).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) yield JSON.parse(line) as JsonObject
    }
  }

  async stop(): Promise<void> {
    await this.api.close()
    await rm(this.dir, { recursive: true, force: true })
  }

  private open(method: string, path: string, { type, body, token, headers }: CallOptions) {
    const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body)
    const sent = request(this.api.url + path, {
      method,
      ca: this.ca,
      headers: {
        authorization: `Bearer ${token ?? adminToken}`,
        'user-agent': 'tests/1.0',
        ...(text === undefined ? {} : { 'content-type': type ?? 'application/json' }),
        ...headers,
      },
    })
    sent.end(text)
    return sent
  }
}

export const routes = '/apis/networking.istio.io/v1/namespaces/default/virtualservices'
export const jsonPatch = 'application/json-patch+json'
export const mergePatch = 'application/merge-patch+json'

/** A VirtualService named reviews with weights 90 and 10. */
export function reviews(extra: JsonObject = {}): JsonObject {
  const destination = (subset: string, weight: number) => ({
    destination: { host: 'reviews', subset },
    weight,
  })
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'reviews', labels: { app: 'reviews' } },
    spec: { hosts: ['reviews'], http: [{ route: [destination('v1', 90), destination('v2', 10)] }], ...extra },
  }
}
