import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'

// Node announces every request before any listener of the server sees it. What must hold for all answers, whoever
// makes them (pages, API, sign-in, files, Next's own redirects and errors), is done there, once.

/** For a head, and for a whole request with its body, milliseconds. Node looks every half minute. */
const patience = { headersTimeout: 10_000, requestTimeout: 30_000 }

/** Files of the build, which hold nothing of anybody, bear a hash in their names, and are workers too. */
const isFileOfBuild = (path: string): boolean => path.startsWith('/_next/static/')

/** Headers of the answer at a path, of which pages put a policy with a nonce in the place of this one. */
export function headersOfAll(appUrl: string, path = '/'): Record<string, string> {
  return {
    ...(isFileOfBuild(path)
      ? {}
      : {
          'cache-control': 'no-store',
          'content-security-policy': `default-src 'none'; frame-ancestors 'none'`,
        }),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    ...(appUrl.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  }
}

interface Exchange {
  request: IncomingMessage
  response: ServerResponse
  server: Server
}

/** Stands before all servers of this process from now on; `upgrades` leaves them to who listens for them. */
export function openFrontDoor(appUrl: string, { upgrades = false, limits = patience } = {}): void {
  const known = new WeakSet<Server>()
  subscribe('http.server.request.start', (message) => {
    const { request, response, server } = message as Exchange
    if (!known.has(server)) {
      known.add(server)
      Object.assign(server, limits)
      // Nothing here speaks another protocol: without listeners Node answers an Upgrade as a plain request.
      if (!upgrades) server.removeAllListeners('upgrade')
    }
    request.url = readable(originForm(request.url ?? '/'))
    // Next cannot hold a TRACE, and would answer 500.
    if (request.method === 'TRACE') request.method = 'OPTIONS'
    for (const [name, value] of Object.entries(headersOfAll(appUrl, request.url)))
      response.setHeader(name, value)
  })
}

/** Path and query of a request target: whoever names another server in it (absolute form) is not sent there. */
export function originForm(target: string): string {
  if (target.startsWith('/')) return target
  const path = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\\]*(.*)$/i.exec(target)?.[1] ?? ''
  return path.startsWith('/') ? path : `/${path}`
}

/**
 * A target as Next can read it. A path that cannot be decoded has its escapes taken literally, or the answer would be
 * 500; an empty segment in a path of the API stays one, or Next would lead to a path that means something else.
 */
export function readable(target: string): string {
  const [path = '', ...query] = target.split('?')
  const known = isDecodable(path) ? path : path.replaceAll('%', '%25')
  const whole = known.startsWith('/api/') ? known.replace(/[/\\](?=[/\\])/g, '/%2F') : known
  return [whole, ...query].join('?')
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}
