import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OperationDto } from '@/lib/contracts/moves'
import type { Agent } from '../support/agent'
import { webAlone } from '../support/drafts'
import type { Playground } from '../support/playground'
import { rawRequest } from '../support/raw-http'
import type { Subject } from '../support/service'
import { ageSession } from '../support/session-rows'
import { callAs, sessionCookie, signIn, signOut } from '../support/session'
import type { Role } from '../support/target'
import { appUrl, call, demo, user } from '../support/target'

let place: Playground
let web: Subject
let weights: string
let agent: Agent

beforeAll(async () => {
  ;({ place, web } = await webAlone('abuse'))
  weights = `${await web.rulePath()}/weights`
  agent = await signIn('release-manager')
})

afterAll(async () => {
  await signOut(agent)
  await place.remove()
})

const operations = async () => {
  const service = Object.values(web.ref).join('/')
  const path = `/operations?limit=500&service=${encodeURIComponent(service)}`
  return (await call<{ items: OperationDto[] }>('viewer', 'GET', path)).body.items
}
/** As the pages show it. */
const shownName = async (role: Role) => (await call<{ name: string }>(role, 'GET', '/me')).body.name
const codeOf = (text: string) => (JSON.parse(text) as { code: string }).code

describe('requests that another site sends with the cookie of a person', () => {
  const forged: [string, Record<string, string>][] = [
    ['cross-site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['from a sibling', { 'sec-fetch-site': 'same-site', origin: 'https://sibling.aviary.example' }],
    ['as a form', { 'sec-fetch-site': 'cross-site', 'content-type': 'application/x-www-form-urlencoded' }],
    ['as text', { origin: 'https://evil.example', 'content-type': 'text/plain' }],
    ['as multipart', { origin: 'null', 'content-type': 'multipart/form-data; boundary=a' }],
    ['without an origin', {}],
    ['with our origin behind', { origin: `https://evil.example/${appUrl()}` }],
    ['with our origin in front', { origin: `${appUrl()}.evil.example` }],
    ['with two origins', { origin: `${appUrl()}, https://evil.example` }],
  ]
  it.each(forged)('%s are refused before the session is read', async (_how, headers) => {
    const secret = agent.cookie(sessionCookie)?.value ?? ''
    const seen = await ageSession(secret, '10 minutes')
    const reply = await agent.send(`${appUrl()}/api/v1${weights}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ weights: { v1: 50, v2: 50 } }),
    })
    expect([reply.status, codeOf(reply.text)]).toEqual([403, 'cross-site'])
    // A session that was looked up is a sign of life after a minute.
    expect(await ageSession(secret)).toEqual(seen)
    expect((await callAs(agent, 'GET', '/me')).status).toBe(200)
    expect(await ageSession(secret)).not.toEqual(seen)
  })

  it('reading changes nothing: a GET with the body of a move is a GET', async () => {
    expect(
      (await rawRequest(`/api/v1${weights}`, { headers: { cookie: agent.cookieHeader(appUrl()) } })).status,
    ).toBe(405)
  })
})

describe('the same request again', () => {
  const put = (body: object, key?: string) =>
    call<OperationDto & { code?: string }>('release-manager', 'PUT', weights, body, {
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    })

  it('ten at once under one key move once; the others wait or hear the same', async () => {
    const before = (await operations()).length
    const key = randomUUID()
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => put({ weights: { v1: 97, v2: 3 } }, key)),
    )
    const done = replies.filter(({ status }) => status === 200)
    expect(done.length).toBeGreaterThan(0)
    expect(new Set(done.map(({ body }) => body.id)).size).toBe(1)
    for (const { status, body } of replies.filter((reply) => reply.status !== 200))
      expect([status, body.code]).toEqual([409, 'in-progress'])
    expect((await operations()).length - before).toBe(1)
    const replayed = await put({ weights: { v1: 97, v2: 3 } }, key)
    expect([replayed.body.id, replayed.headers.get('idempotent-replay')]).toEqual([done[0]?.body.id, 'true'])
    const other = await put({ weights: { v1: 96, v2: 4 } }, key)
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-mismatch'])
  })

  it('a double click without a key writes once', async () => {
    const before = new Set((await operations()).map(({ id }) => id))
    const replies = await Promise.all([1, 2].map(() => put({ weights: { v1: 95, v2: 5 } })))
    expect(replies.map(({ status }) => status).filter((status) => ![200, 409].includes(status))).toEqual([])
    expect(await web.weights()).toEqual({ v1: 95, v2: 5 })
    const made = (await operations()).filter(({ id }) => !before.has(id))
    const written = made.flatMap(({ writes }) => writes).filter(({ result }) => result === 'applied')
    expect(written).toHaveLength(1)
  })

  it.each(['', 'k'.repeat(201)])('a key of %j is no key', async (key) => {
    expect((await put({ weights: { v1: 95, v2: 5 } }, key)).status).toBe(400)
  })
})

describe('bodies that are too much', () => {
  const bodies: [string, string, number, string][] = [
    ['10 MB', JSON.stringify({ weights: {}, reason: 'x'.repeat(10_000_000) }), 413, 'body-too-large'],
    ['10,000 levels', `{"weights":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, 400, 'malformed'],
    ['a key that stands twice', '{"weights":{"v1":1,"v1":2}}', 400, 'malformed'],
    ['a key that stands twice by an escape', '{"weights":{"v1":1,"\\u00761":2}}', 400, 'malformed'],
    ['half a surrogate pair', '{"weights":{"v1":100},"reason":"\\ud800"}', 400, 'malformed'],
    ['U+0000', '{"weights":{"v1":100},"reason":"\\u0000"}', 400, 'malformed'],
    ['a prototype', '{"weights":{"v1":95,"v2":5},"__proto__":{"override":true}}', 422, 'invalid'],
    ['a constructor', '{"weights":{"v1":95,"v2":5},"constructor":{"prototype":{"a":1}}}', 422, 'invalid'],
    [
      '30,000 weights',
      JSON.stringify({ weights: Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`v${n}`, 0])) }),
      422,
      'invalid',
    ],
    ['no JSON', '\u00ef\u00bb\u00bf{}', 400, 'malformed'],
  ]
  it.each(bodies)('%s', async (_what, body, status, code) => {
    const reply = await rawRequest(`/api/v1${weights}`, {
      method: 'PUT',
      headers: {
        authorization: `Bearer ${user('release-manager').token}`,
        'content-type': 'application/json',
      },
      body,
    })
    expect([reply.status, codeOf(reply.text)]).toEqual([status, code])
  })

  it('bytes that are no UTF-8, and a body packed with gzip, are malformed', async () => {
    for (const body of [Buffer.from([0x22, 0xff, 0x22]), Buffer.from('1f8b0800', 'hex')]) {
      const response = await fetch(`${appUrl()}/api/v1${weights}`, {
        method: 'PUT',
        headers: {
          authorization: `Bearer ${user('release-manager').token}`,
          'content-type': 'application/json',
          'content-encoding': 'gzip',
        },
        body,
      })
      expect(response.status).toBe(400)
    }
  })

  it('headers of 20 kB are refused', async () => {
    expect((await rawRequest('/api/v1/me', { headers: { 'x-long': 'a'.repeat(20_000) } })).status).toBe(431)
  })
})

describe('a thousand requests at once of one person', () => {
  it('are limited, whatever address they claim, and leave the abort lane and everybody else answered', async () => {
    const flood = Array.from({ length: 1000 }, (_, n) =>
      rawRequest('/api/v1/topology/figures', {
        method: 'POST',
        headers: {
          authorization: `Bearer ${user('on-call').token}`,
          'content-type': 'application/json',
          'x-forwarded-for': `10.0.${n >> 8}.${n & 255}`,
          'x-real-ip': `10.1.${n >> 8}.${n & 255}`,
          forwarded: `for=10.2.${n >> 8}.${n & 255}`,
        },
        body: '{"nonsense":1}',
      }),
    )
    const aborts = Promise.all(
      Array.from({ length: 5 }, () => call('on-call', 'POST', '/releases/no-such-release/abort')),
    )
    const others = Promise.all((['viewer', 'auditor'] as const).map((role) => call(role, 'GET', '/me')))
    expect((await aborts).map(({ status }) => status)).toEqual(Array(5).fill(404))
    expect((await others).map(({ status }) => status)).toEqual([200, 200])
    const replies = await Promise.all(flood)
    const limited = replies.filter(({ status }) => status === 429)
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([422, 429]))
    expect(limited.length).toBeGreaterThan(100)
    expect(Number(limited[0]?.headers['retry-after'])).toBeGreaterThan(0)
  })
})

describe('connections that are held open', () => {
  /** Sends the text and nothing more; what comes until the server ends it. */
  const hold = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const { hostname, port } = new URL(appUrl())
      let got = ''
      const socket = connect(Number(port), hostname, () => socket.write(text))
      socket.on('data', (chunk) => (got += chunk.toString()))
      socket.on('close', () => resolve(got))
      socket.on('error', reject)
    })

  it('by a head, or a body, that never comes whole are ended', { timeout: 120_000 }, async () => {
    const heads = Array.from({ length: 50 }, () => hold('GET /healthz HTTP/1.1\r\nHost: a\r\nX-Slow: '))
    const body = hold(
      `PUT /api/v1${weights} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${user('release-manager').token}\r\n` +
        'Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"weights"',
    )
    expect((await call('viewer', 'GET', '/me')).status).toBe(200)
    for (const answer of await Promise.all(heads)) expect(answer).toMatch(/^HTTP\/1\.1 408 /)
    expect(await body).not.toMatch(/^HTTP\/1\.1 2/)
  })
})

describe('answers', () => {
  const targets: [string, string, Record<string, string>][] = [
    ['of the API', '/api/v1/me', { authorization: `Bearer ${demo().users[0]?.token ?? ''}` }],
    ['of the API to nobody', '/api/v1/me', {}],
    [
      'of no address of the API',
      '/api/v1/nothing',
      { authorization: `Bearer ${demo().users[0]?.token ?? ''}` },
    ],
    ['of an export', '/api/v1/audit/export', { authorization: `Bearer ${user('auditor').token}` }],
    ['of the sign-in page', '/signin', {}],
    ['of the sign-in routes', '/api/auth/csrf', {}],
    ['of no page', '/nothing', {}],
    ['of a redirect', '//services', {}],
    ['of health', '/healthz', {}],
    ['of the icon', '/icon.svg', {}],
  ]
  it.each(targets)('%s bear every header', async (_what, target, headers) => {
    const reply = await rawRequest(target, { headers })
    expect(reply.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': expect.stringContaining('no-store') as string,
      'content-security-policy': expect.stringContaining(`frame-ancestors 'none'`) as string,
      'permissions-policy': expect.stringContaining('camera=()') as string,
    })
    expect(reply.headers).not.toHaveProperty('x-powered-by')
    expect(reply.headers).not.toHaveProperty('access-control-allow-origin')
  })

  it('of a page to one person are not given to another', async () => {
    const other = await signIn('viewer')
    const as = async (who: Agent) => {
      const headers = { RSC: '1', cookie: who.cookieHeader(appUrl()) }
      const reply = await fetch(`${appUrl()}/settings`, { headers })
      return { headers: reply.headers, text: await reply.text() }
    }
    const pages = [await as(agent), await as(other), await as(agent)]
    await signOut(other)
    const [manager = '', viewer = ''] = await Promise.all(
      (['release-manager', 'viewer'] as const).map(shownName),
    )
    expect(pages.map(({ text }) => [text.includes(manager), text.includes(viewer)])).toEqual([
      [true, false],
      [false, true],
      [true, false],
    ])
    for (const { headers } of pages) expect(headers.get('cache-control')).toContain('no-store')
  })

  it('of two pages have two nonces', async () => {
    const policies = [await rawRequest('/signin'), await rawRequest('/signin')].map(
      ({ headers }) => headers['content-security-policy'],
    )
    expect(policies[0]).toMatch(/script-src 'self' 'nonce-[\w+/=]{20,}' 'strict-dynamic'/)
    expect(policies[0]).not.toEqual(policies[1])
  })
})
