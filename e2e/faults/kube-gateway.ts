import { readFile, writeFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { AddressInfo } from 'node:net'
import { parse, stringify } from 'yaml'

interface Kubeconfig {
  clusters: { name: string; cluster: { server: string; 'certificate-authority-data'?: string } }[]
}

/** A write that Aviary sends, or tries by a dry run. */
export interface Write {
  method: string
  path: string
  auditId: string
  dryRun: boolean
  /** The headers by which it is made in somebody else's name. */
  impersonation: Record<string, string>
}

/** `swallow`: the cluster never gets it. `mute`: the cluster does it, and the answer is lost. */
export type Fate = 'pass' | 'swallow' | 'mute'

type Decide = (write: Write) => { fate: Fate; done?: () => void }

/** Stands between Aviary and its cluster and decides what happens to each of its requests. */
export interface KubeGateway {
  kubeconfig: string
  /** Writes that the cluster answered with success, in order. */
  accepted: readonly Write[]
  /** Decides on writes from now on; `done` runs once the fate has been carried out. */
  onWrite(decide: Decide): void
  /** The same for dry runs, which come before the intent is recorded. */
  onDryRun(decide: Decide): void
  /** Holds every request that is not a running watch until `thaw`. */
  freeze(): void
  thaw(): void
  close(): Promise<void>
}

/** Starts a gateway on loopback, and writes a kubeconfig at `kubeconfig` that leads through it. */
export async function startKubeGateway(upstream: string, kubeconfig: string): Promise<KubeGateway> {
  const config = parse(await readFile(upstream, 'utf8')) as Kubeconfig
  const cluster = config.clusters[0]?.cluster
  if (!cluster) throw new Error(`${upstream} names no cluster`)
  const target = cluster.server
  const ca = Buffer.from(cluster['certificate-authority-data'] ?? '', 'base64')
  const accepted: Write[] = []
  let decide: Decide = () => ({ fate: 'pass' })
  let decideDryRun: Decide = () => ({ fate: 'pass' })
  let frozen: Promise<void> | undefined
  let release: () => void = () => undefined

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    await frozen
    const write = writeOf(request)
    const chosen = write?.dryRun === true ? decideDryRun : decide
    const { fate, done } = write ? chosen(write) : { fate: 'pass' as const, done: undefined }
    if (fate === 'swallow') {
      done?.()
      return
    }
    const url = new URL(request.url ?? '/', target)
    const sent = httpsRequest(url, { method: request.method, headers: request.headers, ca }, (reply) => {
      if (write?.dryRun === false && (reply.statusCode ?? 500) < 300) accepted.push(write)
      if (fate === 'mute') {
        reply.resume()
        reply.once('end', () => done?.())
        return
      }
      response.writeHead(reply.statusCode ?? 502, reply.headers)
      reply.pipe(response)
    })
    // A cluster that breaks off looks to Aviary like one that breaks off, and so does the other way round.
    sent.once('error', () => response.destroy())
    response.once('close', () => sent.destroy())
    request.pipe(sent)
  }

  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cluster.server = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  delete cluster['certificate-authority-data']
  await writeFile(kubeconfig, stringify(config), { mode: 0o600 })
  return {
    kubeconfig,
    accepted,
    onWrite: (next) => {
      decide = next
    },
    onDryRun: (next) => {
      decideDryRun = next
    },
    freeze: () => {
      frozen = new Promise((resolve) => (release = resolve))
    },
    thaw: () => {
      frozen = undefined
      release()
    },
    close: async () => {
      release()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function writeOf({ method = 'GET', url = '/', headers }: IncomingMessage): Write | undefined {
  const { pathname, searchParams } = new URL(url, 'http://gateway')
  if (method === 'GET') return undefined
  const dryRun = searchParams.has('dryRun')
  const impersonation = Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name.startsWith('impersonate-') ? [[name, String(value)]] : [],
    ),
  )
  return { method, path: pathname, auditId: String(headers['audit-id'] ?? ''), dryRun, impersonation }
}
