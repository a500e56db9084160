import type { NextRequest } from 'next/server'
import { NextResponse } from 'next/server'

/**
 * Gives every page a nonce and its policy; the other headers are those of all answers (`lib/http/front-door.ts`). It
 * decides nothing: pages and API check the session themselves.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.randomUUID()).toString('base64')
  const issuer = new URL(process.env['OIDC_ISSUER'] ?? 'http://localhost').origin
  const policy = [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${process.env.NODE_ENV === 'production' ? '' : " 'unsafe-eval'"}`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `connect-src 'self'`,
    `worker-src 'self' blob:`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `frame-src 'none'`,
    `form-action 'self' ${issuer}`,
    `frame-ancestors 'none'`,
  ].join('; ')
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set('x-aviary-path', request.nextUrl.pathname + request.nextUrl.search)
  headers.set('content-security-policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  response.headers.set('cache-control', 'no-store')
  return response
}

export const config = { matcher: ['/((?!api/|_next/static|_next/image|icon.svg|healthz|readyz|metrics$).*)'] }
