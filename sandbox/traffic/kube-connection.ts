import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Agent, request } from 'undici'
import { parse } from 'yaml'
import { z } from 'zod'

const kubeconfig = z.object({
  'current-context': z.string(),
  contexts: z.array(
    z.object({ name: z.string(), context: z.object({ cluster: z.string(), user: z.string() }) }),
  ),
  clusters: z.array(
    z.object({
      name: z.string(),
      cluster: z.object({
        server: z.url(),
        'certificate-authority': z.string().optional(),
        'certificate-authority-data': z.string().optional(),
        'insecure-skip-tls-verify': z.boolean().optional(),
      }),
    }),
  ),
  users: z.array(
    z.object({
      name: z.string(),
      user: z.object({
        token: z.string().optional(),
        tokenFile: z.string().optional(),
        'client-certificate': z.string().optional(),
        'client-certificate-data': z.string().optional(),
        'client-key': z.string().optional(),
        'client-key-data': z.string().optional(),
      }),
    }),
  ),
})

export interface KubeConnection {
  /** The response of one request; `body` is sent as JSON, with PATCH as a merge patch. */
  send(
    method: 'GET' | 'POST' | 'PATCH',
    path: string,
    options?: { body?: unknown; signal?: AbortSignal },
  ): ReturnType<typeof request>
  close(): Promise<void>
}

export class KubeconfigError extends Error {
  override name = 'KubeconfigError'
}

/** Opens the current context of a kubeconfig file: bearer token or client certificate, and its CA. */
export function connect(file: string): KubeConnection {
  const config = kubeconfig.parse(parse(readFileSync(file, 'utf8')))
  const context = config.contexts.find((item) => item.name === config['current-context'])?.context
  const cluster = config.clusters.find((item) => item.name === context?.cluster)?.cluster
  const user = config.users.find((item) => item.name === context?.user)?.user
  if (!cluster || !user) throw new KubeconfigError(`the current context of ${file} names no cluster or user`)
  const load = (data: string | undefined, name: string | undefined): Buffer | undefined => {
    if (data !== undefined) return Buffer.from(data, 'base64')
    return name === undefined ? undefined : readFileSync(path.resolve(path.dirname(file), name))
  }
  const token =
    user.token ?? (user.tokenFile === undefined ? undefined : readFileSync(user.tokenFile, 'utf8').trim())
  const ca = load(cluster['certificate-authority-data'], cluster['certificate-authority'])
  const cert = load(user['client-certificate-data'], user['client-certificate'])
  const key = load(user['client-key-data'], user['client-key'])
  const dispatcher = new Agent({
    // Longer than a watch lasts, so that only a frozen server is given up.
    bodyTimeout: 310_000,
    connect: {
      rejectUnauthorized: cluster['insecure-skip-tls-verify'] !== true,
      ...(ca ? { ca } : {}),
      ...(cert ? { cert } : {}),
      ...(key ? { key } : {}),
    },
  })
  const headers = {
    accept: 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  }
  return {
    send: (method, target, { body, signal } = {}) =>
      request(cluster.server.replace(/\/$/, '') + target, {
        method,
        dispatcher,
        headers: body === undefined ? headers : { ...headers, 'content-type': bodyType(method) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal ? { signal } : {}),
      }),
    close: () => dispatcher.destroy(),
  }
}

const bodyType = (method: string): string =>
  method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
