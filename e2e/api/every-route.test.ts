import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuditEventDto } from '@/lib/contracts/audit'
import type { Agent } from '../support/agent'
import { clusterRequests, growthOf } from '../support/cluster-requests'
import type { Draft } from '../support/drafts'
import { makeDraft, webAlone } from '../support/drafts'
import type { Playground } from '../support/playground'
import { routeMatrix } from '../support/route-matrix'
import type { Subject } from '../support/service'
import { signIn, signOut } from '../support/session'
import type { Role } from '../support/target'
import { appUrl, call, user } from '../support/target'

const roles: Role[] = ['viewer', 'on-call', 'release-manager', 'approver', 'auditor', 'admin']
const nothing = { c: 'no-such-cluster', ns: 'none', name: 'none', route: 'r', rule: 'r', key: 'k' }
const nobodys: Record<string, string> = { ...nothing, id: 'no-such-id', seq: '999999999', revision: '999999' }

interface Operation {
  method: string
  path: string
  unsafe: boolean
}

/** As the running server describes itself, so that no route is forgotten. */
async function served(): Promise<Operation[]> {
  const { body } = await call<{ paths: Record<string, Record<string, unknown>> }>(
    'viewer',
    'GET',
    '/openapi.json',
  )
  return Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((name) => ({ path, method: name.toUpperCase(), unsafe: name !== 'get' })),
  )
}
const operations = await served()
const known = operations.filter(({ method, path }) => routeMatrix[`${method} ${path}`] !== undefined)

let place: Playground
let web: Subject
let draft: Draft
/** What is there for real, so that a call which is let through by mistake does something. */
let real: Record<string, string>
let before: Map<string, number>
let head: number
const agents = new Map<Role, Agent>()
/** Request ids of all that was refused with 403. */
const denied: string[] = []

const newestSeq = async () =>
  (await call<{ items: AuditEventDto[] }>('auditor', 'GET', '/audit?limit=1')).body.items[0]?.seq ?? 0
const state = async () => ({
  weights: await web.weights(),
  release: (await draft.read()).version,
  operations: (await call('viewer', 'GET', '/operations?limit=1')).body,
})
let stateBefore: Awaited<ReturnType<typeof state>>

const fill = (path: string, from: Record<string, string>) =>
  path.replace(/\{(\w+)\}/g, (_all, name: string) => from[name] ?? 'none')

type Headers = Record<string, string>
const credentials: [string, (role: Role) => Headers][] = [
  ['token', (role) => ({ authorization: `Bearer ${user(role).token}` })],
  [
    'session',
    (role) => ({
      cookie: agents.get(role)?.cookieHeader(appUrl()) ?? '',
      'sec-fetch-site': 'same-origin',
    }),
  ],
]

/** Waits as it is told where the account has asked too much, which is the limit's doing and none of the rights. */
async function ask(method: string, path: string, headers: Headers, body?: object) {
  for (;;) {
    const stop = new AbortController()
    const response = await fetch(`${appUrl()}/api/v1${path}`, {
      method,
      signal: stop.signal,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const { status } = response
    const code = status < 400 ? '' : ((await response.json()) as { code: string }).code
    const id = response.headers.get('x-request-id') ?? ''
    stop.abort()
    if (status !== 429) return { status, code, id }
    const seconds = Number(response.headers.get('retry-after'))
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
  }
}

beforeAll(async () => {
  ;({ place, web } = await webAlone('every-route'))
  const moved = await web.setWeights('release-manager', { v1: 90, v2: 10 })
  draft = await makeDraft('release-manager', web, { preset: 'linear' })
  const first = async (path: string, field: string) => {
    const { body } = await call<{ items: Record<string, string>[] }>('viewer', 'GET', path)
    return body.items[0]?.[field] ?? 'none'
  }
  const { cluster, namespace, name } = web.ref
  const [rollout, template, called] = [
    await first('/rollouts?all=true', 'id'),
    await first('/templates', 'name'),
    await first('/calls', 'id'),
  ]
  real = {
    ...{ c: cluster, ns: namespace, name, key: 'v2', rule: 'main', seq: '1', revision: '1', id: draft.id },
    route: (await web.routePath()).split('/').at(-1) ?? '',
    ...{ operation: moved.body.id, rollout, template, called },
  }
  for (const role of roles) agents.set(role, await signIn(role))
  stateBefore = await state()
  head = await newestSeq()
  before = await clusterRequests()
})

afterAll(async () => {
  for (const agent of agents.values()) await signOut(agent)
  await call('release-manager', 'DELETE', `/releases/${draft.id}`)
  await place.remove()
})

/** Ids and names of one kind of path parameter mean different things in different paths. */
function realPath(path: string): string {
  const id = { operations: 'operation', rollouts: 'rollout', calls: 'called' }[path.split('/')[1] ?? '']
  const name = path.startsWith('/templates/') ? 'template' : 'name'
  return fill(path, { ...real, id: real[id ?? 'id'] ?? '', name: real[name] ?? '' })
}

describe('every operation of the served document', () => {
  it('has a row in the matrix of roles, and every row an operation', () => {
    const names = operations.map(({ method, path }) => `${method} ${path}`)
    const lacking = names.filter((name) => routeMatrix[name] === undefined)
    expect(lacking, 'say who may, in e2e/support/route-matrix.ts').toEqual([])
    expect(Object.keys(routeMatrix).filter((name) => !names.includes(name))).toEqual([])
  })

  it.each(known)('$method $path: 401 for the anonymous', async ({ method, path, unsafe }) => {
    const reply = await ask(method, realPath(path), {}, unsafe ? {} : undefined)
    expect([reply.status, reply.code]).toEqual([401, 'unauthenticated'])
  })

  it.each(known)('$method $path: by role, with a session and with a token', async (operation) => {
    const { method, path, unsafe } = operation
    const row = routeMatrix[`${method} ${path}`]
    if (!row) throw new Error(`no row for ${method} ${path}`)
    const bare = row.body === undefined
    const asked = roles.flatMap((role) =>
      credentials.map(async ([how, credential]) => {
        const may = row.may.includes(role)
        const harmless = unsafe && !bare && row.then === 422 ? { nonsense: true } : undefined
        const service = row.body && 'service' in row.body ? { service: web.ref } : {}
        const reply = may
          ? await ask(method, `${fill(path, nobodys)}${row.query ?? ''}`, credential(role), harmless)
          : await ask(
              method,
              `${realPath(path)}${row.query ?? ''}`,
              credential(role),
              bare ? undefined : { ...row.body, ...service },
            )
        if (reply.status === 403) denied.push(reply.id)
        const wanted = may ? [row.then, codeOf(row.then)] : [403, 'forbidden']
        return { role, how, got: [reply.status, reply.code], wanted }
      }),
    )
    for (const { role, how, got, wanted } of await Promise.all(asked))
      expect({ role, how, got }).toEqual({ role, how, got: wanted })
  })

  it('asked the cluster for nothing, changed nothing, and left an event for every denial', async () => {
    expect(growthOf(before, await clusterRequests())).toEqual([])
    expect(await state()).toEqual(stateBefore)
    expect(denied.length).toBeGreaterThan(200)
    const written = new Set<string>()
    let cursor = ''
    for (let oldest = Infinity; oldest > head && cursor !== 'end';) {
      const { body } = await call<{ items: AuditEventDto[]; next: string | null }>(
        'auditor',
        'GET',
        `/audit?result=denied&limit=500${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      )
      for (const { body: text } of body.items)
        written.add((JSON.parse(text) as { detail?: { requestId?: string } }).detail?.requestId ?? '')
      oldest = body.items.at(-1)?.seq ?? 0
      cursor = body.next ?? 'end'
    }
    expect(denied.filter((id) => !written.has(id))).toEqual([])
  })

  it('would have been seen asking: a dry run of somebody who may is counted', async () => {
    const dry = await web.setWeights('release-manager', { v1: 80, v2: 20 }, { dryRun: true })
    expect(dry.status).toBe(200)
    expect(growthOf(before, await clusterRequests()).join()).toMatch(/PATCH virtualservices All \+\d/)
  })
})

const codeOf = (status: number) => ({ 404: 'not-found', 422: 'invalid' })[status] ?? ''
