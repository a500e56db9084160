import { describe, expect, it } from 'vitest'
import { appUrl } from '../support/target'

const pages = [
  '/',
  '/services',
  '/services/aviary-sandbox/shop/checkout',
  '/releases',
  '/releases/new',
  '/audit',
  '/audit/1',
  '/findings',
  '/settings',
  '/topology',
]

/** What the router sends when only the page below the shared layout is missing. */
const stateTree = encodeURIComponent(
  JSON.stringify(['', { children: ['(console)', { children: ['__PAGE__', {}] }] }]),
)

const disguises: [string, (path: string) => string, Record<string, string>][] = [
  ['as it is', (path) => path, {}],
  ['as data of a page', (path) => `${path}?_rsc=1`, { RSC: '1' }],
  [
    'as a prefetch',
    (path) => `${path}?_rsc=1`,
    { RSC: '1', 'Next-Router-Prefetch': '1', 'Next-Router-Segment-Prefetch': '/_tree' },
  ],
  [
    'as a prefetch of the page itself',
    (path) => `${path}?_rsc=1`,
    { RSC: '1', 'Next-Router-Prefetch': '1', 'Next-Router-Segment-Prefetch': '/(console)/__PAGE__' },
  ],
  ['as a part of a page', (path) => `${path}?_rsc=2`, { RSC: '1', 'Next-Router-State-Tree': stateTree }],
  [
    'as a request inside Next',
    (path) => path,
    { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' },
  ],
  ['as a server action', (path) => path, { 'Next-Action': '0'.repeat(42) }],
  ['with a forged session', (path) => path, { cookie: 'aviary=nonsense; next-auth.session-token=nonsense' }],
  [
    'with an encoded letter',
    (path) => path.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
    {},
  ],
  ['with an encoded slash', (path) => `/%2e%2f${path.slice(1)}`, {}],
  ['with dots', (path) => `/signin/..%2f${path.slice(1)}`, {}],
  ['with a double slash', (path) => `/${path}`, {}],
  ['with a slash behind', (path) => `${path}/`, {}],
  ['in capitals', (path) => path.toUpperCase(), {}],
  ['as a data file', (path) => `/_next/data/x${path === '/' ? '/index' : path}.json`, {}],
  ['as a text file', (path) => `${path === '/' ? '/index' : path}.txt`, {}],
  [
    'as a segment file',
    (path) => `${path === '/' ? '/index' : path}.segments/_tree.segment.rsc`,
    { RSC: '1' },
  ],
]

/** Words that only answers with data and the console around the pages hold. */
const telling = [
  'checkout-v1',
  'VirtualService',
  'prevHash',
  'vs~shop~',
  'ConsoleShell',
  'sandbox.aviary.dev',
]

async function open(path: string, headers: Record<string, string>) {
  const response = await fetch(`${appUrl()}${path}`, { headers, redirect: 'manual' })
  const type = response.headers.get('content-type') ?? ''
  const location = response.headers.get('location')
  return { status: response.status, type, location, text: await response.text() }
}

describe('pages without a session', () => {
  const cases = pages.flatMap((path) =>
    disguises.map(([how, disguise, headers]) => ({ path, how, disguise, headers })),
  )

  it.each(cases)('$path $how leads to the sign-in page or nowhere', async ({ path, disguise, headers }) => {
    const asked = disguise(path)
    const answer = await open(asked, headers)
    if (answer.status >= 300 && answer.status < 400) {
      const target = new URL(answer.location ?? '', appUrl())
      expect(target.origin).toBe(appUrl())
      // Next first tidies the path; that address is asked in the same way.
      if (target.pathname !== '/signin') {
        const second = await open(`${target.pathname}${target.search}`, headers)
        expectNothing(target.pathname, second)
        return
      }
    }
    expectNothing(asked, answer)
  })

  it('shows the sign-in page itself, without data', async () => {
    const page = await open('/signin', {})
    expect(page.status).toBe(200)
    expect(page.text).toContain('single sign-on')
    for (const word of telling) expect(page.text).not.toContain(word)
  })

  it('keeps the pages from caches and frames', async () => {
    const response = await fetch(`${appUrl()}/services`, { redirect: 'manual' })
    expect(response.headers.get('cache-control')).toContain('no-store')
    expect(response.headers.get('content-security-policy')).toMatch(/frame-ancestors 'none'/)
  })
})

function expectNothing(asked: string, answer: Awaited<ReturnType<typeof open>>): void {
  const { status, type, location, text } = answer
  for (const word of telling) expect(text, `${asked} tells ${word}`).not.toContain(word)
  const leads = location !== null && new URL(location, appUrl()).pathname === '/signin'
  // The router's own data is answered with 200: the way to the sign-in page, or markup without data.
  const routerData = status === 200 && type.startsWith('text/x-component')
  const nowhere = [400, 404, 405].includes(status)
  expect({ asked, status, type, ok: leads || routerData || nowhere }).toMatchObject({ ok: true })
}
