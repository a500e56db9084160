import { createHash, randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { DomainError, isDomainError } from '../domain/errors'
import type { Credential } from '../auth/credentials'
import type { App } from '../composition'
import type { Viewer } from '../domain/access/viewer'
import { authoriseAny } from '../services/authorise'
import type { ServiceContext } from '../services/context'
import { isSafe, refuseCrossSite } from './cross-site'
import type { Answer, AnyEndpoint, Method } from './endpoint'
import type { RouteEntry } from './match-path'
import { matchPath } from './match-path'
import { OneAtATime } from './one-at-a-time'
import { isText, parseJson } from './parse-json'
import { problem } from './problem'
import { RateLimiter } from './rate-limit'
import type { RenderedAnswer } from './send-answer'
import { jsonHeaders, plainText, renderAnswer, sendAnswer } from './send-answer'

const maxBodyBytes = 64 * 1024
const known = new Set(['GET', 'POST', 'PUT', 'DELETE'])
const countedMethods = new Set([...known, 'HEAD'])
const lookups = new OneAtATime<Viewer>()
const limits = { normal: new RateLimiter(50, 200), abort: new RateLimiter(10, 60) }

/** What is known of a request when it is answered, however it ends. */
interface Seen {
  /** The template of the table, so that there are as many as there are routes. */
  route: string
}

/** Answers one request of /api/v1, in the order of answers that API.md lays down. */
export async function serve(app: App, table: readonly RouteEntry[], request: Request): Promise<Response> {
  const requestId = randomUUID()
  const began = performance.now()
  const seen: Seen = { route: 'none' }
  const count = (status: number, code?: string) =>
    app.meters.answered({
      method: countedMethods.has(request.method) ? request.method : 'other',
      route: seen.route,
      status,
      ms: performance.now() - began,
      ...(code === undefined ? {} : { code }),
    })
  try {
    const response = await answer(app, table, request, requestId, seen)
    count(response.status)
    return response
  } catch (error) {
    if (!isDomainError(error)) app.log.error({ err: error, requestId }, 'unexpected error')
    const { status, body, headers } = problem(error, requestId)
    count(status, isDomainError(error) ? error.code : 'internal')
    return new Response(request.method === 'HEAD' ? null : body, { status, headers })
  }
}

async function answer(
  app: App,
  table: readonly RouteEntry[],
  request: Request,
  requestId: string,
  seen: Seen,
): Promise<Response> {
  const url = new URL(request.url)
  const credential = app.auth.credentialOf(request)
  if (!credential) throw new DomainError('unauthenticated', 'Sign in, or send an API token.')
  if (credential.kind === 'cookie' && !isSafe(request.method))
    refuseCrossSite(request.headers, app.env.NEXTAUTH_URL)
  const viewer = await lookups.ask(`${credential.kind} ${credential.secret}`, () =>
    app.auth.viewerOf(credential),
  )
  const found = matchPath(table, url.pathname.replace(/^\/api\/v1/, ''))
  if (found) seen.route = found.entry.path
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const target = found && known.has(method) ? found.entry.methods[method as Method] : undefined
  limits[target?.lane ?? 'normal'].take(`${viewer.issuer}|${viewer.subject}`, Date.now())
  if (!found) throw new DomainError('not-found', 'There is nothing at this address.')
  if (!target) throw new DomainError('method-not-allowed', `${request.method} is not possible here.`)
  const ctx = app.context(viewer, requestId)
  const params = pathParams(target, found.params)
  const body = await readBody(request, target)
  const query = queryParams(target, url.searchParams)
  await authoriseAny(ctx, target.verbs, target.scope(params))
  const proceed = async () => {
    await target.exists(ctx, params)
    const call = {
      params,
      query,
      body: checked(target.body, body),
      signal: request.signal,
      headers: request.headers,
      renewed: () => app.auth.renewed(credential),
    }
    return target.run(ctx, call)
  }
  if (!isSafe(request.method)) return await unsafe(app, ctx, request, credential, target, body, proceed)
  const given = await proceed()
  return 'stream' in given ? given.stream : sendAnswer(renderAnswer(given, requestId), request, target.secret)
}

/** Runs an unsafe method at most once for each Idempotency-Key. */
async function unsafe(
  app: App,
  ctx: ServiceContext,
  request: Request,
  credential: Credential,
  target: AnyEndpoint,
  body: unknown,
  proceed: () => Promise<Answer>,
): Promise<Response> {
  const run = async () => {
    const given = await proceed()
    if ('stream' in given) throw new Error('an unsafe method answered a stream')
    return renderAnswer(given, ctx.requestId)
  }
  const key = request.headers.get('idempotency-key')
  if (key === null) return sendAnswer(await run(), request, target.secret)
  if (key.length === 0 || key.length > 200)
    throw new DomainError('malformed', 'Idempotency-Key must have 1 to 200 characters.')
  const slot = {
    scope: `${ctx.viewer.issuer}|${ctx.viewer.subject}|${credential.kind}|${request.method}|${new URL(request.url).pathname}`,
    keyHash: sha256(key),
  }
  const begun = await app.idempotency.begin({ ...slot, bodyHash: sha256(JSON.stringify(body ?? null)) })
  if (begun.state === 'mismatch')
    throw new DomainError('idempotency-mismatch', 'This Idempotency-Key was used with another body.')
  if (begun.state === 'running')
    throw new DomainError('in-progress', 'The first request with this Idempotency-Key is still running.')
  if (begun.state === 'done')
    return new Response(begun.body, {
      status: begun.status,
      headers: { ...jsonHeaders(ctx.requestId, begun.status), 'idempotent-replay': 'true' },
    })
  let answered: RenderedAnswer
  try {
    answered = await run()
  } catch (error) {
    if (!isDomainError(error)) app.log.error({ err: error, requestId: ctx.requestId }, 'unexpected error')
    const { body: text, ...rest } = problem(error, ctx.requestId)
    answered = { ...rest, text: [text] }
  }
  const { status, text } = answered
  if (status >= 500 && !ctx.intentRecorded.value) await app.idempotency.forget(slot)
  else await app.idempotency.finish(slot, { status, body: plainText(text) })
  return sendAnswer(answered, request, target.secret)
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** A path that no id could have is a path where nothing is. */
function pathParams(target: AnyEndpoint, raw: Record<string, string>): unknown {
  if (!target.params) return {}
  const parsed = target.params.safeParse(raw)
  if (!parsed.success) throw new DomainError('not-found', 'There is nothing at this address.')
  return parsed.data
}

function queryParams(target: AnyEndpoint, search: URLSearchParams): unknown {
  const twice = [...search.keys()].find((name) => search.getAll(name).length > 1)
  if (twice !== undefined) throw new DomainError('malformed', `The query parameter ${twice} stands twice.`)
  const raw = Object.fromEntries(search)
  if (!Object.entries(raw).flat().every(isText))
    throw new DomainError('malformed', 'The query holds a character that is none.')
  if (!target.query) {
    const [extra] = Object.keys(raw)
    if (extra !== undefined) throw new DomainError('malformed', `Unknown query parameter ${extra}.`)
    return {}
  }
  const parsed = target.query.safeParse(raw)
  if (!parsed.success)
    throw new DomainError('malformed', 'A query parameter is wrong.', { fields: fieldsOf(parsed.error) })
  return parsed.data
}

async function readBody(request: Request, target: AnyEndpoint): Promise<unknown> {
  if (isSafe(request.method)) return undefined
  const declared = Number(request.headers.get('content-length') ?? '0')
  if (declared > maxBodyBytes) throw tooLarge()
  const text = await limitedText(request)
  if (text === '') return undefined
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json')
    throw new DomainError('unsupported-media-type', 'Send the body as application/json.')
  const value = parseJson(text)
  if (!target.body) throw new DomainError('malformed', 'This call takes no body.')
  return value
}

const tooLarge = () => new DomainError('body-too-large', `A body may have at most ${maxBodyBytes} bytes.`)

async function limitedText(request: Request): Promise<string> {
  if (!request.body) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > maxBodyBytes) throw tooLarge()
    chunks.push(chunk)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch {
    throw new DomainError('malformed', 'The body is not UTF-8.')
  }
}

function checked(schema: z.ZodType | undefined, body: unknown): unknown {
  if (!schema) return undefined
  const parsed = schema.safeParse(body)
  if (!parsed.success)
    throw new DomainError('invalid', 'The body is not acceptable.', { fields: fieldsOf(parsed.error) })
  return parsed.data
}

const fieldsOf = (error: z.ZodError) =>
  error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
