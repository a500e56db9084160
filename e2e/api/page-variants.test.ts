import { createHash, randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Agent } from '../support/agent'
import { disguises } from '../support/page-disguises'
import type { RawReply } from '../support/raw-http'
import { rawRequest } from '../support/raw-http'
import { sessionCookie, signIn } from '../support/session'
import { appUrl, call, clusterName, demo } from '../support/target'

/** Every page that there is, by the folders of the app; new ones are crawled without being named here. */
const pages = readdirSync('app', { recursive: true, encoding: 'utf8' })
  .filter((file) => path.basename(file) === 'page.tsx')
  .map((file) => `/${path.dirname(file)}`.replace(/\/(\([^)]*\)|\.)(?=\/|$)/g, '') || '/')
  .filter((page) => page !== '/signin')
  .sort()

/** Values for what stands in brackets, of things that are there. */
let values: Record<string, string>
/** Names that only somebody who is signed in may learn. */
let names: string[]
let ended: Agent

beforeAll(async () => {
  const cluster = await clusterName()
  const { body } = await call<{ items: { namespace: string; name: string; versions: string[] }[] }>(
    'viewer',
    'GET',
    '/services?limit=500',
  )
  const { items } = body
  values = { c: cluster, ns: 'shop', name: 'checkout', seq: '1' }
  names = [
    ...new Set([
      cluster,
      ...items.flatMap(({ namespace, name }) => [namespace, name, `${namespace}/${name}`]),
      ...demo().users.map(({ name }) => name),
      (await call<{ name: string }>('viewer', 'GET', '/me')).body.name,
      (await call<{ name: string }>('admin', 'GET', '/me')).body.name,
    ]),
  ].filter((name) => name.length > 3)
  ended = await signIn('viewer')
})

const fill = (page: string) => page.replace(/\[(\w+)\]/g, (_all, name: string) => values[name] ?? 'unknown')

/** Fails where the answer is more than the way to the sign-in page, or holds a name that was not asked with. */
function expectNothing(asked: string, { status, headers, text }: RawReply): void {
  const location = typeof headers.location === 'string' ? headers.location : undefined
  const leads = location !== undefined && new URL(location, appUrl()).pathname === '/signin'
  // The router's own data comes with 200: the order to go to the sign-in page.
  const order = status === 200 && String(headers['content-type']).startsWith('text/x-component')
  const nowhere = [400, 404, 405, 409].includes(status)
  expect({ asked, status, ok: leads || order || nowhere }).toEqual({ asked, status, ok: true })
  if (location !== undefined) expect(new URL(location, appUrl()).origin).toBe(new URL(appUrl()).origin)
  expect(headers['cache-control'], asked).toContain('no-store')
  expect(headers['x-content-type-options'], asked).toBe('nosniff')
  const known = decodedTwice(asked).toLowerCase()
  const told = names.filter((name) => !known.includes(name.toLowerCase()) && holds(text, name))
  expect({ asked, told }).toEqual({ asked, told: [] })
}

const holds = (text: string, name: string) =>
  new RegExp(`(?<![\\w-])${name.replace(/[.*+?^$()[\]{}|\\]/g, '\\$&')}(?![\\w-])`).test(text)

function decodedTwice(text: string): string {
  const once = text.replace(/%([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  return once === text ? text : decodedTwice(once)
}

/** Follows Next's own tidying of addresses once, with the same headers. */
async function crawl(target: string, request: Parameters<typeof rawRequest>[1]): Promise<void> {
  const answer = await rawRequest(target, request)
  const location = answer.headers.location ?? ''
  const next = location === '' ? undefined : new URL(location, appUrl())
  if (answer.status >= 300 && answer.status < 400 && next !== undefined && next.pathname !== '/signin') {
    expect(next.origin, `${target} leads to ${location}`).toBe(new URL(appUrl()).origin)
    const tidied = `${next.pathname}${next.search}`
    expectNothing(tidied, await rawRequest(tidied, request))
  } else expectNothing(target, answer)
}

describe('pages without a session', () => {
  it('are all found', () => {
    expect(pages).toContain('/services/[c]/[ns]/[name]')
    expect(pages.length).toBeGreaterThan(14)
  })

  const cases = pages.flatMap((page) => disguises.map((disguise) => ({ page, ...disguise })))
  it.each(cases)('$page $name holds nothing', async ({ page, target, request }) => {
    await crawl(target(fill(page)), request)
  })

  it.each(pages)('%s with forged, ended and misplaced credentials', async (page) => {
    const secret = ended.cookie(sessionCookie)?.value ?? ''
    await endSession(secret)
    const forged: Record<string, string>[] = [
      { cookie: `${sessionCookie}=${randomBytes(32).toString('base64url')}` },
      { cookie: `${sessionCookie}=${secret}` },
      { cookie: `${sessionCookie}=` },
      { cookie: `${sessionCookie}=; ${sessionCookie}=${secret}` },
      { cookie: `next-auth.session-token=${secret}` },
      { cookie: '\u00ff=;;;==' },
      { authorization: 'Bearer garbage' },
      { authorization: `Bearer ${secret}` },
      { authorization: 'Basic YWRtaW46YWRtaW4=' },
      // A token is for the API; pages are for those who signed in.
      { authorization: `Bearer ${demo().users[0]?.token ?? ''}` },
    ]
    for (const headers of forged) {
      await crawl(fill(page), { headers })
      await crawl(`${fill(page)}?_rsc=1`, { headers: { ...headers, RSC: '1' } })
    }
  })
})

describe('what else answers without a session', () => {
  it('the sign-in page itself, without data', async () => {
    const page = await rawRequest('/signin')
    expect([page.status, names.filter((name) => holds(page.text, name))]).toEqual([200, []])
    expect(page.text).toContain('single sign-on')
  })

  it.each([
    '/healthz',
    '/readyz',
    '/metrics',
    '/.env',
    '/.git/config',
    '/_next/image?url=http%3A%2F%2F169.254.169.254%2F&w=64&q=75',
  ])('%s says nothing of the services', async (target) => {
    const { text, headers } = await rawRequest(target)
    const services = names.filter((name) => name !== values['c'])
    expect(services.filter((name) => holds(text, name))).toEqual([])
    expect(headers['cache-control']).toContain('no-store')
  })

  it('files of the build alone are left to caches', async () => {
    const { text } = await rawRequest('/signin')
    const script = /\/_next\/static\/[^"]+\.js/.exec(text)?.[0] ?? ''
    const { status, headers } = await rawRequest(script)
    expect(status).toBe(200)
    expect(headers['cache-control']).toContain('immutable')
    expect(headers['x-content-type-options']).toBe('nosniff')
  })
})

/** As the clock does, after the time that a session may last. */
async function endSession(secret: string): Promise<void> {
  const client = new pg.Client({ connectionString: process.env['AVIARY_OWNER_URL'] })
  await client.connect()
  try {
    await client.query(`UPDATE session SET expires_at = now() - interval '1 hour' WHERE id_hash = $1`, [
      createHash('sha256').update(secret).digest('hex'),
    ])
  } finally {
    await client.end()
  }
}

afterAll(async () => {
  const still = await rawRequest('/services', { headers: { cookie: ended.cookieHeader(appUrl()) } })
  expect(still.status).toBe(307)
})
