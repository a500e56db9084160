import { requestOrigin } from '../auth/request-origin'
import type { App } from '../composition'
import { isDomainError } from '../domain/errors'
import { commonHeaders, problem } from './problem'
import { RateLimiter } from './rate-limit'

const mostBytes = 16 * 1024
/** The provider sends one for each session that ends there. */
const limit = new RateLimiter(10, 100)

const answer = (status: number, error?: string): Response =>
  new Response(
    error === undefined ? null : JSON.stringify({ error: 'invalid_request', error_description: error }),
    {
      status,
      headers: { ...commonHeaders, ...(error === undefined ? {} : { 'content-type': 'application/json' }) },
    },
  )

/**
 * OpenID Connect Back-Channel Logout 1.0: the provider posts a signed token that names a person or a session. Open to
 * anybody, as the token is what proves the provider; it says no more than that a token was not taken.
 */
export async function answerLogout(
  { auth, log }: Pick<App, 'auth' | 'log'>,
  request: Request,
): Promise<Response> {
  try {
    limit.take(requestOrigin(request.headers).address ?? 'unknown', Date.now())
  } catch (error) {
    const { status, body, headers } = problem(error, '')
    return new Response(body, { status, headers })
  }
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/x-www-form-urlencoded') return answer(400, 'send a form')
  const text = await shortText(request)
  const token = text === undefined ? null : new URLSearchParams(text).get('logout_token')
  if (token === null) return answer(400, 'send one logout_token')
  try {
    await auth.backchannelLogout(token)
    return answer(200)
  } catch (error) {
    if (isDomainError(error)) return answer(503, 'try again')
    log.warn(`a logout token was not taken: ${error instanceof Error ? error.message : String(error)}`)
    return answer(400, 'the logout token is not acceptable')
  }
}

async function shortText(request: Request): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > mostBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
