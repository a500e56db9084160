import type { RawRequest } from './raw-http'

/** One way of asking for a page: another target, other headers, another method. */
export interface Disguise {
  name: string
  target: (path: string) => string
  request: RawRequest
}

const asIs = (path: string) => path
const withQuery = (query: string) => (path: string) => `${path}?${query}`
/** The page's own path with something behind it; the start page is called `index`. */
const file = (suffix: string) => (path: string) => `${path === '/' ? '/index' : path}${suffix}`
const encoded = (path: string) => path.replace(/[a-z]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`)
const upgrade = { connection: 'Upgrade', 'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==' }

/** What the router sends when only the page below the shared layout is missing. */
const stateTree = encodeURIComponent(
  JSON.stringify(['', { children: ['(console)', { children: ['__PAGE__', {}] }] }]),
)
const flight = { RSC: '1' }
const prefetch = { ...flight, 'Next-Router-Prefetch': '1' }
/** All values that some version of Next took for its own (CVE-2025-29927). */
const subrequests = [
  'middleware',
  'src/middleware',
  'pages/_middleware',
  'proxy',
  'src/proxy',
  Array(5).fill('middleware').join(':'),
  Array(5).fill('src/middleware').join(':'),
  Array(5).fill('proxy').join(':'),
  Array(5).fill('src/proxy').join(':'),
]
const internal = {
  'x-middleware-next': '1',
  'x-middleware-rewrite': '/signin',
  'x-middleware-override-headers': 'x-aviary-path',
  'x-middleware-request-x-aviary-path': '/signin',
  'x-middleware-set-cookie': 'aviary=x',
  'x-nextjs-rewrite': '/signin',
  'x-nextjs-data': '1',
  'x-invoke-path': '/signin',
  'x-invoke-status': '200',
  'x-matched-path': '/signin',
  'x-now-route-matches': '1=signin',
  'x-original-url': '/signin',
  'x-rewrite-url': '/signin',
  'x-forwarded-host': 'evil.example',
  'x-forwarded-user': 'admin',
  'x-auth-request-user': 'admin',
  'remote-user': 'admin',
  'x-nonce': 'mine',
  'x-aviary-path': '//evil.example/',
}
const form = { 'content-type': 'application/x-www-form-urlencoded' }

const of = (
  name: string,
  target: (path: string) => string = asIs,
  headers: Record<string, string> = {},
  more: Omit<RawRequest, 'headers'> = {},
): Disguise => ({ name, target, request: { headers, ...more } })

/** Everything that ever got past the gate of a framework like this one, and what looks like it. */
export const disguises: Disguise[] = [
  of('as it is'),
  of('as .rsc', file('.rsc'), flight),
  of('with ?_rsc', withQuery('_rsc=1')),
  of('as flight', withQuery('_rsc=1'), flight),
  of('as flight without ?_rsc', asIs, flight),
  of('as a prefetch', withQuery('_rsc=1'), prefetch),
  ...['/_tree', '/_index', '/_full', '/(console)/__PAGE__', '/_head'].map((segment) =>
    of(`as a prefetch of ${segment}`, withQuery('_rsc=1'), {
      ...prefetch,
      'Next-Router-Segment-Prefetch': segment,
    }),
  ),
  ...['_tree', '_index', '$d(console)/__PAGE__'].map((segment) =>
    of(`as the segment file ${segment}`, file(`.segments/${segment}.segment.rsc`), flight),
  ),
  of('as a part of a page', withQuery('_rsc=2'), { ...flight, 'Next-Router-State-Tree': stateTree }),
  of('from another page', withQuery('_rsc=3'), { ...flight, 'Next-Url': '/signin' }),
  of('as a data file', (path) => `/_next/data/build${file('.json')(path)}`, { 'x-nextjs-data': '1' }),
  of('as .txt', file('.txt')),
  of('as .json', file('.json')),
  of('as .html', file('.html')),
  of('with encoded letters', encoded),
  of('encoded twice', (path) => encoded(path).replaceAll('%', '%25')),
  of('with encoded slashes', (path) => `/${path.slice(1).replaceAll('/', '%2f')}`),
  of('below an encoded dot', (path) => `/%2e${path}`),
  of('by encoded dots', (path) => `/signin/%2e%2e${path}`),
  of('by dots', (path) => `/signin/..${path}`),
  of('by dots and an encoded slash', (path) => `/signin/..%2f${path.slice(1)}`),
  of('by backslashes', (path) => `/signin\\..${path.replaceAll('/', '\\')}`),
  of('behind a double slash', (path) => `/${path}`),
  of('with double slashes', (path) => path.replaceAll('/', '//')),
  of('with a slash behind', (path) => `${path}/`),
  of('with a dot behind', (path) => `${path}.`),
  of('with an encoded slash behind', (path) => `${path}%2f`),
  of('with a NUL behind', (path) => `${path}%00`),
  of('with a broken escape', (path) => `${path}%ff%`),
  of('with a semicolon', (path) => `${path};.css`),
  of('with a fragment', (path) => `${path}%23.css`),
  of('in capitals', (path) => path.toUpperCase()),
  ...subrequests.map((value) =>
    of(`as a request inside Next (${value})`, asIs, { 'x-middleware-subrequest': value }),
  ),
  ...Object.entries(internal).map(([name, value]) => of(`with ${name}`, asIs, { [name]: value })),
  of('at another server', (path) => `http://evil.example${path}`),
  of('by HEAD', asIs, {}, { method: 'HEAD' }),
  of('by OPTIONS', asIs, {}, { method: 'OPTIONS' }),
  of('by TRACE', asIs, {}, { method: 'TRACE' }),
  of('by POST', asIs, form, { method: 'POST', body: 'a=b' }),
  of('as a server action', asIs, { 'Next-Action': '0'.repeat(42) }, { method: 'POST', body: '[]' }),
  of('by DELETE', asIs, {}, { method: 'DELETE' }),
  of('with a method of POST', asIs, { 'x-http-method-override': 'GET' }, { method: 'POST', body: '' }),
  of('as a WebSocket', asIs, { ...upgrade, upgrade: 'websocket', 'sec-websocket-version': '13' }),
  of('as HTTP/2', asIs, { ...upgrade, upgrade: 'h2c', 'http2-settings': 'AAMAAABkAAQAAP__' }),
]
