import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { inspect as inspectValue, promisify } from 'node:util'

/** The running Aviary that a suite talks to: the sandbox's, or one on the real control plane. */
interface Demo {
  url: string
  kubeconfig: string
  prometheus: string
  database: string
  issuer: string
  users: { name: string; role: string; password: string; token: string }[]
}

export interface Reply<T = unknown> {
  status: number
  headers: Headers
  body: T
}

export type Role = 'viewer' | 'on-call' | 'release-manager' | 'approver' | 'auditor' | 'admin'

function required(name: string): string {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} is not set: run these tests through npm test`)
  return value
}

export const demo = (): Demo => JSON.parse(readFileSync(required('AVIARY_DEMO'), 'utf8')) as Demo
export const appUrl = (): string => required('AVIARY_URL')

export function user(role: Role): Demo['users'][number] {
  const found = demo().users.find((candidate) => candidate.role === role)
  if (!found) throw new Error(`the demo has no ${role}`)
  return found
}

/** One call of the API with the token of a role; `null` calls without any credential. */
export async function call<T = unknown>(
  role: Role | null,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply<T>> {
  const response = await fetch(`${appUrl()}${path.startsWith('/api') ? '' : '/api/v1'}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(role === null ? {} : { authorization: `Bearer ${user(role).token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const json = /[/+]json\b/.test(response.headers.get('content-type') ?? '')
  return {
    status: response.status,
    headers: response.headers,
    body: (json && text !== '' ? JSON.parse(text) : text) as T,
  }
}

/** Asks again until the answer fits; fails with the last answer after the time. The condition is the point, not the wait. */
export async function until<T>(
  what: string,
  ask: () => Promise<T>,
  fits: (value: T) => boolean,
  seconds = 60,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000
  for (;;) {
    const value = await ask()
    if (fits(value)) return value
    if (Date.now() > deadline)
      throw new Error(`${what}: not within ${seconds} s; last seen ${inspect(value).slice(0, 2000)}`)
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
}

const inspect = (value: unknown) => inspectValue(value, { depth: 8, breakLength: Infinity, compact: true })

const run = promisify(execFile)

/** Of the cluster's administrator; the sandbox's own is one. */
export const adminKubeconfig = (): string => process.env['AVIARY_ADMIN_KUBECONFIG'] ?? demo().kubeconfig

/** kubectl as the cluster's administrator. */
export async function kubectl(...args: string[]): Promise<string> {
  const { stdout } = await run('kubectl', ['--kubeconfig', adminKubeconfig(), ...args], {
    maxBuffer: 64 << 20,
  })
  return stdout
}

export async function clusterName(): Promise<string> {
  const reply = await call<{ items: { name: string }[] }>('viewer', 'GET', '/clusters')
  const [cluster] = reply.body.items
  if (!cluster) throw new Error('no cluster')
  return cluster.name
}

/** Somebody else's change of a route's first rule: two weights, by kubectl. */
export async function kubectlWeights(
  namespace: string,
  name: string,
  weights: [number, number],
): Promise<void> {
  const patch = weights.map((value, index) => ({
    op: 'replace',
    path: `/spec/http/0/route/${index}/weight`,
    value,
  }))
  await kubectl('patch', 'virtualservice', name, '-n', namespace, '--type=json', '-p', JSON.stringify(patch))
}
