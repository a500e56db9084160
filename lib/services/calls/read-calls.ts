import type { z } from 'zod'
import type { CallDto, CallsQuery } from '../../contracts/calls'
import { DomainError } from '../../domain/errors'
import type { Page } from '../../domain/ports'
import type { CallRecord } from '../../domain/release/call'
import { authorise, can, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'

/** What was sent, or is to be sent, about releases; newest first, of services that the viewer may see. */
export async function listCalls(
  ctx: ServiceContext,
  { release, limit, cursor }: z.output<typeof CallsQuery>,
): Promise<Page<CallDto>> {
  await authorise(ctx, 'view', {})
  const page = await ctx.ports.store.calls.list({
    limit,
    ...(release === undefined ? {} : { release }),
    ...(cursor === undefined ? {} : { cursor }),
  })
  return {
    items: page.items.filter(({ service }) => can(ctx, 'view', scopeOf(service)).allowed).map(callDto),
    next: page.next,
  }
}

/** Throws `not-found` for a call that is not there or whose service the viewer may not see. */
export async function requireCall(ctx: ServiceContext, id: string): Promise<CallRecord> {
  const call = await ctx.ports.store.calls.get(id)
  if (!call || !can(ctx, 'view', scopeOf(call.service)).allowed)
    throw new DomainError('not-found', `There is no call ${id}.`)
  return call
}

/** A call as the API answers it. */
export function callDto({ nextAt, ...call }: CallRecord): CallDto {
  return { ...call, ...(call.state === 'waiting' ? { nextAt } : {}) }
}
