import type { z } from 'zod'
import type { Scope } from '../domain/access/decide'
import type { Verb } from '../domain/access/verbs'
import type { Viewer } from '../domain/access/viewer'
import type { ErrorCode } from '../domain/errors'
import type { ServiceContext } from '../services/context'
import type { TextParts } from '../services/topology/shared-text'

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** What a handler answers: a DTO with 200 unless said otherwise, the parts of its JSON, or a stream that it built itself. */
export type Answer =
  | { status?: number; body: unknown; headers?: Record<string, string> }
  | { status?: number; parts: TextParts; headers?: Record<string, string> }
  | { stream: Response }

export interface Call<P, Q, B> {
  params: P
  query: Q
  body: B
  signal: AbortSignal
  headers: Headers
  /** Looks the credential up again, without counting as a sign of life. Throws `unauthenticated` once it is not valid. */
  renewed: () => Promise<Viewer>
}

/** One method of one path. The wrapper in `serve.ts` runs these parts in the order of API.md. */
export interface Endpoint<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
> {
  summary: string
  /** The caller must hold at least one of these on the path's scope. */
  verbs: readonly Verb[]
  params?: P
  query?: Q
  body?: B
  /** The part of the scope that the path itself names. */
  scope?: (params: z.output<P>) => Partial<Scope>
  /** Throws `not-found` for what is not there or may not be seen, before the body is looked at. */
  exists?: (ctx: ServiceContext, params: z.output<P>) => Promise<void> | void
  /** Answers of this endpoint for the OpenAPI document; absent for streams. */
  answer?: z.ZodType
  /** Media types of an answer that is a stream, for the same document. */
  media?: readonly string[]
  /** Statuses of success for the OpenAPI document; without it 200, or 204 where there is neither `answer` nor `media`. */
  success?: readonly number[]
  /** Codes beyond those that `refusals.ts` reads off the shape of the endpoint. */
  refusals?: readonly ErrorCode[]
  /** Counted in the rate limiter's own lane, so that stopping never waits behind anything else. */
  lane?: 'abort'
  /** The answer holds a secret, and is never compressed. */
  secret?: true
  run: (ctx: ServiceContext, call: Call<z.output<P>, z.output<Q>, z.output<B>>) => Promise<Answer>
}

/** An endpoint whose types are closed; the table of routes holds these. */
export interface AnyEndpoint {
  summary: string
  verbs: readonly Verb[]
  params?: z.ZodType
  query?: z.ZodType
  body?: z.ZodType
  answer?: z.ZodType
  media?: readonly string[]
  success?: readonly number[]
  refusals?: readonly ErrorCode[]
  lane?: 'abort'
  secret?: true
  scope: (params: unknown) => Partial<Scope>
  exists: (ctx: ServiceContext, params: unknown) => Promise<void>
  run: (ctx: ServiceContext, call: Call<unknown, unknown, unknown>) => Promise<Answer>
}

/**
 * Closes over the schemas: the wrapper has parsed params, query and body with exactly these schemas
 * before it calls, which is what makes the parse-again below a no-op in types only.
 */
export function endpoint<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  definition: Endpoint<P, Q, B>,
): AnyEndpoint {
  const { scope, exists, run, ...rest } = definition
  return {
    ...rest,
    scope: (params) => scope?.(params as z.output<P>) ?? {},
    exists: async (ctx, params) => exists?.(ctx, params as z.output<P>),
    run: (ctx, call) => run(ctx, call as Call<z.output<P>, z.output<Q>, z.output<B>>),
  }
}
