import type { SessionDto } from '../../contracts/access'
import { endOf, idleEndOf, isAlive } from '../../domain/access/session-life'
import { DomainError } from '../../domain/errors'
import type { Page, SessionRecord } from '../../domain/ports'
import { actorOf } from '../audit/actor'
import { authorise, everywhere } from '../authorise'
import type { ServiceContext } from '../context'
import type { PeopleRead } from './people-query'
import { mayEnd, peopleQuery, recordPeopleRead } from './people-query'

/** Sessions that may still be used, newest first: the asking person's own, or those of all people. */
export async function listSessions(ctx: ServiceContext, query: PeopleRead): Promise<Page<SessionDto>> {
  await (query.all ? authorise(ctx, 'tokens.others', everywhere) : authorise(ctx, 'view', {}))
  if (query.all) await recordPeopleRead(ctx, 'sessions.read', query.search)
  const now = ctx.now()
  const { sessionLimits: limits, sessions } = ctx.ports
  const { items, next } = await sessions.list({
    ...peopleQuery(ctx, query),
    now,
    seenSince: new Date(now.getTime() - limits.idleMinutes * 60_000),
  })
  return {
    items: items.filter((session) => isAlive(session, limits, now.getTime())).map((each) => dto(ctx, each)),
    next,
  }
}

/** Ends a session at once, with its event streams: one of the person's own, or with `tokens.others` anybody's. */
export async function revokeSession(ctx: ServiceContext, id: string): Promise<void> {
  await authorise(ctx, 'view', {})
  const { sessions, sessionLimits } = ctx.ports
  const session = await sessions.get(id)
  if (!session || !isAlive(session, sessionLimits, ctx.now().getTime()) || !mayEnd(ctx, session))
    throw new DomainError('not-found', 'You have no session of that id.')
  await sessions.revoke(session.idHash, {
    id: ctx.ports.newId(),
    time: ctx.now().toISOString(),
    kind: 'auth',
    action: 'session.revoke',
    result: 'applied',
    actor: actorOf(ctx.viewer),
    detail: { session: id, owner: session.subject },
  })
  ctx.ports.endStreams(id)
}

function dto({ viewer, ports }: ServiceContext, session: SessionRecord): SessionDto {
  const { id, issuer, subject, name, createdAt, lastSeenAt, address, agent } = session
  const iso = (time: number) => new Date(time).toISOString()
  return {
    id,
    issuer,
    subject,
    name,
    created: createdAt,
    lastSeen: lastSeenAt,
    expires: iso(endOf(session, ports.sessionLimits)),
    idleExpires: iso(idleEndOf(session, ports.sessionLimits)),
    current: viewer.credentialId === id,
    ...(session.sealedTokens === undefined ? {} : { groupsChecked: session.groupsCheckedAt }),
    ...(address === undefined ? {} : { address }),
    ...(agent === undefined ? {} : { agent }),
  }
}
