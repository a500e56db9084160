import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { authenticator, type Credential } from './authenticate'
import { loadCertificates } from './certificates'
import { startControllers } from './controllers/start-controllers'
import { isObject, textAt, type JsonObject } from './json'
import { kindOfManifest, kinds, namespaceKind } from './kinds'
import { kubeconfigText } from './kubeconfig'
import { applyMergePatch } from './merge-patch'
import { keepSaved, loadStore } from './persistence'
import { writePrivateFile } from './private-file'
import { RequestCounts } from './request-counts'
import { serveRequest } from './serve-requests'
import { badRequest } from './status'
import type { Store } from './store'
import { createObject, updateObject } from './write-object'

export interface KubeApiOptions {
  /** Where certificates, the kubeconfig and the saved cluster live. */
  dir: string
  /** 0 takes a free port. */
  port: number
  tokens: Credential[]
  /** Between bookmarks of a watch, in milliseconds; a minute without it, as on the real server. */
  bookmarkMs?: number
}

export interface KubeApi {
  url: string
  /** Path of a kubeconfig for the first token. */
  kubeconfig: string
  /** Whether the cluster has nothing but its own namespaces. */
  empty: boolean
  /** Creates an object or merges the manifest into it. Throws StatusError. */
  apply(manifest: object): Promise<void>
  close(): Promise<void>
}

const ownNamespaces = ['default', 'kube-system']

function applyManifest(store: Store, manifest: object): void {
  const body: unknown = structuredClone(manifest)
  if (!isObject(body)) throw badRequest('a manifest must be an object')
  const apiVersion = textAt(body, 'apiVersion') ?? ''
  const kind = kindOfManifest(apiVersion, textAt(body, 'kind') ?? '')
  if (kind === undefined) throw badRequest(`no kind ${textAt(body, 'kind') ?? ''} in ${apiVersion} is served`)
  const namespace = kind.namespaced ? (textAt(body, 'metadata', 'namespace') ?? 'default') : ''
  const name = textAt(body, 'metadata', 'name') ?? ''
  const version = apiVersion.split('/').at(-1) ?? ''
  const options = { manager: 'kubectl-create', version, fieldValidation: 'Strict' }
  if (store.get(kind, namespace, name) === undefined) createObject(store, kind, namespace, body, options)
  else updateObject(store, kind, namespace, name, (current) => applyMergePatch(current, body), options)
  // What no controller of the sandbox writes (an HPA, a Rollout) is told in the manifest.
  const { status } = body
  if (kind.hasStatus && status !== undefined) {
    const change = (current: JsonObject): JsonObject => ({ ...current, status })
    updateObject(store, kind, namespace, name, change, { ...options, subresource: 'status' })
  }
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/** Serves the sandbox's cluster on 127.0.0.1 over HTTPS. A busy port throws the socket's EADDRINUSE error. */
export async function startKubeApi(options: KubeApiOptions): Promise<KubeApi> {
  await mkdir(options.dir, { recursive: true, mode: 0o700 })
  const { ca, cert, key } = await loadCertificates(options.dir)
  const file = join(options.dir, 'kube.json')
  const store = await loadStore(file)
  const empty = !kinds.some((kind) =>
    [...store.each(kind)].some(({ object }) => !ownNamespaces.includes(object.metadata.name)),
  )
  const serving = {
    store,
    authenticate: authenticator(options.tokens, store),
    timings: { bookmarkMs: options.bookmarkMs ?? 60_000 },
    counts: new RequestCounts(),
  }
  const server = createServer(
    { cert, key },
    (request, response) => void serveRequest(serving, request, response),
  )
  // Longer than clients keep idle connections, or they write into ones that were just closed.
  server.keepAliveTimeout = 180_000
  await listen(server, options.port)
  const saving = keepSaved(store, file)
  const controllers = startControllers(store)
  for (const name of ownNamespaces)
    if (store.get(namespaceKind, '', name) === undefined)
      applyManifest(store, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } })
  const { port } = server.address() as AddressInfo
  const url = `https://127.0.0.1:${port}`
  const kubeconfig = join(options.dir, 'kubeconfig')
  const first = options.tokens[0]
  await writePrivateFile(kubeconfig, kubeconfigText(url, ca, first?.user ?? 'nobody', first?.token ?? ''))
  return {
    url,
    kubeconfig,
    empty,
    apply: async (manifest) => applyManifest(store, manifest),
    close: async () => {
      controllers.close()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      await saving.close()
    },
  }
}
