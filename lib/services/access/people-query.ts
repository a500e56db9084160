import type { z } from 'zod'
import type { PeopleQuery as PeopleQueryDto } from '../../contracts/access'
import type { PeopleQuery } from '../../domain/access/credential-stores'
import { toAuditValue } from '../../domain/audit/canonical'
import { actorOf } from '../audit/actor'
import { can, everywhere } from '../authorise'
import type { ServiceContext } from '../context'

export type PeopleRead = z.output<typeof PeopleQueryDto>

/** What to ask a store for: the asking person's own, unless all people's are wanted. */
export function peopleQuery({ viewer }: ServiceContext, query: PeopleRead): PeopleQuery {
  const { all, search, limit, cursor } = query
  const { issuer, subject } = viewer
  return {
    limit,
    ...(cursor === undefined ? {} : { cursor }),
    ...(search === undefined ? {} : { search }),
    ...(all ? {} : { owner: { issuer, subject } }),
  }
}

/** Whether the asking person may end this session or token: their own, or anybody's with `tokens.others`. */
export function mayEnd(
  ctx: ServiceContext,
  { issuer, subject }: { issuer: string; subject: string },
): boolean {
  const own = ctx.viewer.issuer === issuer && ctx.viewer.subject === subject
  return own || can(ctx, 'tokens.others', everywhere).allowed
}

/** That somebody looked at what all people have. */
export async function recordPeopleRead(ctx: ServiceContext, action: string, search?: string): Promise<void> {
  await ctx.ports.store.audit.append({
    id: ctx.ports.newId(),
    time: ctx.now().toISOString(),
    kind: 'read',
    action,
    result: 'applied',
    actor: actorOf(ctx.viewer),
    detail: toAuditValue({ search }),
  })
}
