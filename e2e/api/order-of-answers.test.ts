import { beforeAll, describe, expect, it } from 'vitest'
import { apiTable } from '@/lib/http/table'
import { roleVerbs, roles } from '@/lib/domain/access/verbs'
import { appUrl, call, clusterName } from '../support/target'

const fill = (path: string) =>
  path.replace(
    /\{(\w+)\}/g,
    (_all, name: string) =>
      ({
        c: cluster,
        ns: 'shop',
        name: 'no-such-service',
        route: 'r',
        rule: 'r',
        key: 'k',
        id: 'no-such-id',
        seq: '999999999',
      })[name] ?? 'x',
  )
let cluster = 'none'
const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'] as const
const rows = apiTable.flatMap(({ path, methods: known }) =>
  methods.map((method) => ({ path, method, target: method === 'PATCH' ? undefined : known[method] })),
)
const unsafe = (method: string) => method !== 'GET'
/** What is answered before the permission is looked at is asked by everybody in turn: each has a rate of their own. */
const byTurns = <T extends object>(asked: T[]) =>
  asked.map((each, at) => ({ ...each, role: roles[at % roles.length] ?? 'admin' }))
const readsStream = (path: string) => path === '/events'

describe('the order of answers, for every route', () => {
  beforeAll(async () => {
    cluster = await clusterName()
  })

  it('knows enough routes for this table to mean something', () => {
    expect(apiTable.length).toBeGreaterThan(25)
  })

  it.each(rows)('$method $path: 401 without a credential, before anything else', async ({ method, path }) => {
    const reply = await call<{ code: string }>(null, method, fill(path), unsafe(method) ? '{' : undefined)
    expect([reply.status, reply.body.code]).toEqual([401, 'unauthenticated'])
  })

  it.each(rows.filter(({ method }) => unsafe(method)))(
    '$method $path: a cross-site cookie is refused before the session is looked at',
    async ({ method, path }) => {
      const forged: Record<string, string>[] = [
        { 'sec-fetch-site': 'cross-site' },
        { origin: 'https://evil.example.com' },
        { 'sec-fetch-site': 'same-site' },
      ]
      for (const headers of forged) {
        const response = await fetch(`${appUrl()}/api/v1${fill(path)}`, {
          method,
          headers: { cookie: 'aviary=nonsense; __Host-aviary=nonsense', ...headers },
        })
        expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([
          403,
          'cross-site',
        ])
      }
    },
  )

  it.each(rows)('$method $path: an invalid credential is 401', async ({ method, path }) => {
    const reply = await call<{ code: string }>(null, method, fill(path), undefined, {
      authorization: 'Bearer avy_nonsense',
    })
    expect([reply.status, reply.body.code]).toEqual([401, 'unauthenticated'])
  })

  it.each(byTurns(rows.filter(({ target }) => !target)))('$method $path: 405', async (row) => {
    const reply = await call<{ code: string }>(row.role, row.method, fill(row.path))
    expect([reply.status, reply.body.code]).toEqual([405, 'method-not-allowed'])
  })

  it.each(byTurns(['/nothing', '/services/a', '/releases/x/y/z', '/audit/1/2'].map((path) => ({ path }))))(
    '$path: 404 for an unknown path with any method',
    async ({ path, role }) => {
      for (const method of methods) expect((await call(role, method, path)).status).toBe(404)
    },
  )

  const withBody = rows.filter(({ method, target }) => target && unsafe(method))
  it.each(withBody)(
    '$method $path: broken JSON and wrong types before the permission',
    async ({ method, path }) => {
      expect((await call('viewer', method, fill(path), '{"a":', {})).status).toBe(400)
      expect(
        (
          await call('viewer', method, fill(path), 'a=b', {
            'content-type': 'application/x-www-form-urlencoded',
          })
        ).status,
      ).toBe(415)
    },
  )

  const reads = rows.filter(({ method, target, path }) => method === 'GET' && target && !readsStream(path))
  it.each(byTurns(reads))(
    '$method $path: an unknown query parameter is 400',
    async ({ method, path, role }) => {
      expect((await call(role, method, `${fill(path)}?nonsense=1`)).status).toBe(400)
    },
  )

  const pairs = rows.flatMap(({ path, method, target }) =>
    target && !readsStream(path) ? roles.map((role) => ({ path, method, target, role })) : [],
  )
  it.each(pairs.filter(({ role, target }) => !target.verbs.some((verb) => roleVerbs[role].has(verb))))(
    '$method $path: $role gets 403 naming the verb, though nothing is there',
    async ({ method, path, role, target }) => {
      const reply = await call<{ code: string; detail: string }>(
        role,
        method,
        fill(path),
        unsafe(method) ? {} : undefined,
      )
      expect([reply.status, reply.body.code]).toEqual(
        target.body === undefined && unsafe(method) ? [400, 'malformed'] : [403, 'forbidden'],
      )
      if (reply.status === 403) expect(reply.body.detail).toContain(target.verbs[0])
    },
  )

  const named = pairs.filter(
    ({ path, role, target }) => path.includes('{') && target.verbs.some((verb) => roleVerbs[role].has(verb)),
  )
  it.each(named)(
    '$method $path: $role gets 404 for what is not there, before the body is judged',
    async ({ method, path, role }) => {
      if (path === '/clusters/{c}/namespaces') return
      const reply = await call<{ code: string }>(
        role,
        method,
        fill(path),
        unsafe(method) && method !== 'DELETE' ? { nonsense: true } : undefined,
      )
      expect([reply.status, reply.body.code]).toEqual([404, 'not-found'])
    },
  )

  it('answers problem+json with a request id, never cached', async () => {
    const reply = await call<Record<string, unknown>>('viewer', 'GET', '/nothing')
    expect(reply.headers.get('content-type')).toBe('application/problem+json')
    expect(reply.headers.get('cache-control')).toContain('no-store')
    expect(reply.body).toMatchObject({
      status: 404,
      code: 'not-found',
      requestId: reply.headers.get('x-request-id'),
    })
  })
})
