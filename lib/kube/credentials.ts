import path from 'node:path'
import { readFileSync } from 'node:fs'
import type { RequestOptions } from 'node:https'
import { KubeConfig, type Cluster, type DispatcherOptions, type User } from '@kubernetes/client-node'

/** What a request to the cluster needs, as of one reading of the configuration. */
export interface Credentials {
  server: string
  headers: Record<string, string>
  connect: DispatcherOptions
  /** Changes whenever address, certificates or proxy change, so that connections must be made anew. */
  fingerprint: string
}

export interface CredentialSource {
  /** Name of the current context's cluster, safe in paths and ids. */
  readonly cluster: string
  readonly server: string
  /** Reads files and runs exec plugins as needed; `fresh` drops what the library has cached. */
  read(fresh: boolean): Promise<Credentials>
}

/** A cluster name that matches `^[A-Za-z0-9._~-]+$`. */
export function safeClusterName(name: string): string {
  const safe = name.replace(/[^A-Za-z0-9._~-]+/g, '-').replace(/^-+|-+$/g, '')
  return safe === '' || safe === '.' || safe === '..' ? 'cluster' : safe
}

interface Loaded {
  config: KubeConfig
  /** The files' text, to see whether they changed. */
  text: string
}

/** The parser's own error quotes the file, tokens included; only its reason is passed on. */
function loadFile(config: KubeConfig, file: string): void {
  try {
    config.loadFromFile(file)
  } catch (error) {
    const quotes = error instanceof Error && 'mark' in error
    if (!quotes) throw error
    const reason = 'reason' in error && typeof error.reason === 'string' ? error.reason : 'not YAML'
    throw new Error(`The kubeconfig ${file} cannot be parsed: ${reason}.`)
  }
}

function load(kubeconfig: string | undefined): Loaded {
  const config = new KubeConfig()
  if (kubeconfig === undefined) {
    config.loadFromDefault()
    return { config, text: '' }
  }
  const files = kubeconfig.split(path.delimiter).filter((file) => file !== '')
  let text = ''
  for (const [index, file] of files.entries()) {
    const part = index === 0 ? config : new KubeConfig()
    text += readFileSync(file, 'utf8')
    loadFile(part, file)
    if (index > 0) config.mergeConfig(part, true)
  }
  return { config, text }
}

const LOOPBACK = /^http:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?(\/|$)/

/** The library refuses plain http unless told to skip TLS checks; on loopback (`kubectl proxy`) that is harmless. */
function allowLoopbackHttp(config: KubeConfig): void {
  config.clusters = config.clusters.map((cluster) =>
    LOOPBACK.test(cluster.server) ? { ...cluster, skipTLSVerify: true } : cluster,
  )
}

function currentOf(config: KubeConfig): { cluster: Cluster; user: User | null } {
  const cluster = config.getCurrentCluster()
  if (!cluster)
    throw new Error(`The kubeconfig has no cluster for its context "${config.getCurrentContext()}".`)
  return { cluster, user: config.getCurrentUser() }
}

/** Exec and OIDC logins keep their tokens in the loaded object; a token file is read again only by a new one. */
function keepsTokens(user: User | null): boolean {
  const provider = user?.authProvider as { config?: { tokenFile?: string } } | null | undefined
  return Boolean(user?.exec) || (Boolean(provider) && provider?.config?.tokenFile === undefined)
}

async function credentialsOf(config: KubeConfig): Promise<Credentials> {
  const { cluster } = currentOf(config)
  const options: RequestOptions = {}
  await config.applyToHTTPSOptions(options)
  const headers: Record<string, string> = {}
  const given = Array.isArray(options.headers) ? {} : (options.headers ?? {})
  for (const [name, value] of Object.entries(given)) {
    // A token file usually ends with a newline, which no header may carry.
    if (value !== undefined) headers[name] = String(value).trim()
  }
  if (options.auth) headers['Authorization'] = `Basic ${Buffer.from(options.auth).toString('base64')}`
  const { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername } = options
  const tls = Object.fromEntries(
    Object.entries({ ca, cert, key, pfx, passphrase, rejectUnauthorized, servername }).filter(
      ([, value]) => value !== undefined,
    ),
  )
  const connect = config.createDispatcherOptions(cluster, tls)
  if (connect.type === 'socks') throw new Error('SOCKS proxies to the cluster are not supported.')
  const fingerprint = JSON.stringify([cluster.server, connect], (_key, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
  )
  return { server: cluster.server, headers, connect, fingerprint }
}

/** Opens a kubeconfig (path, or several joined as in KUBECONFIG), else the default one or the pod's own. Throws when there is none. */
export function openCredentials(kubeconfig: string | undefined): CredentialSource {
  let loaded = load(kubeconfig)
  allowLoopbackHttp(loaded.config)
  const { cluster } = currentOf(loaded.config)
  return {
    cluster: safeClusterName(cluster.name),
    server: cluster.server,
    async read(fresh) {
      const next = load(kubeconfig)
      const user = currentOf(next.config).user
      if (fresh || next.text !== loaded.text || !keepsTokens(user)) {
        allowLoopbackHttp(next.config)
        loaded = next
      }
      return credentialsOf(loaded.config)
    },
  }
}
