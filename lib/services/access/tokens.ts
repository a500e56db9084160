import type { z } from 'zod'
import type { CreateTokenBody, CreatedTokenDto, TokenDto } from '../../contracts/access'
import type { Role } from '../../domain/access/verbs'
import { roles } from '../../domain/access/verbs'
import { DomainError } from '../../domain/errors'
import type { Page, TokenRecord } from '../../domain/ports'
import { toAuditValue } from '../../domain/audit/canonical'
import { toHex } from '../../domain/audit/hex'
import { actorOf } from '../audit/actor'
import { authorise, everywhere } from '../authorise'
import type { ServiceContext } from '../context'
import { me } from './me'
import type { PeopleRead } from './people-query'
import { mayEnd, peopleQuery, recordPeopleRead } from './people-query'

const longestMs = 366 * 86_400_000

/** API tokens without secrets: the asking person's own, or those of all people. */
export async function listTokens(ctx: ServiceContext, query: PeopleRead): Promise<Page<TokenDto>> {
  await (query.all ? authorise(ctx, 'tokens.others', everywhere) : authorise(ctx, 'view', {}))
  if (query.all) await recordPeopleRead(ctx, 'tokens.read', query.search)
  const { items, next } = await ctx.ports.tokens.list(peopleQuery(ctx, query))
  return { items: items.map(dto), next }
}

/** Makes a token with at most the person's own role; the secret is in this answer only. */
export async function createToken(
  ctx: ServiceContext,
  input: z.output<typeof CreateTokenBody>,
): Promise<z.input<typeof CreatedTokenDto>> {
  await authorise(ctx, 'view', {})
  if (ctx.viewer.via !== 'session')
    throw new DomainError('forbidden', 'Only a person who is signed in can make tokens.')
  const now = ctx.now()
  const expires = Date.parse(input.expires)
  if (expires <= now.getTime() || expires - now.getTime() > longestMs)
    throw new DomainError('invalid', 'The expiry is not acceptable.', {
      fields: [{ path: 'expires', message: 'must be in the future, at most a year ahead' }],
    })
  if (!me(ctx).roles.some((role) => role === input.role || role === 'admin'))
    throw new DomainError('invalid', 'A token cannot do more than you can.', {
      fields: [{ path: 'role', message: `one of ${me(ctx).roles.join(', ')}` }],
    })
  const secret = ctx.ports.newSecret()
  const token: TokenRecord = {
    id: ctx.ports.newId(),
    secretHash: toHex(ctx.ports.sha256(new TextEncoder().encode(secret))),
    name: input.name,
    issuer: ctx.viewer.issuer,
    subject: ctx.viewer.subject,
    subjectName: ctx.viewer.name,
    groups: ctx.viewer.groups,
    role: input.role,
    ...(input.scope ? { scope: withoutUndefined(input.scope) } : {}),
    createdAt: now.toISOString(),
    expiresAt: new Date(expires).toISOString(),
  }
  await ctx.ports.store.audit.append(event(ctx, 'token.create', token))
  await ctx.ports.tokens.create(token)
  return { ...dto(token), secret }
}

/** Revokes a token at once: one of the person's own, or with `tokens.others` anybody's. */
export async function revokeToken(ctx: ServiceContext, id: string): Promise<void> {
  await authorise(ctx, 'view', {})
  const token = await ctx.ports.tokens.get(id)
  if (!token || !mayEnd(ctx, token)) throw new DomainError('not-found', 'You have no token of that id.')
  await ctx.ports.store.audit.append(event(ctx, 'token.revoke', token))
  await ctx.ports.tokens.revoke(id)
  ctx.ports.endStreams(id)
}

function event(ctx: ServiceContext, action: string, token: TokenRecord) {
  return {
    id: ctx.ports.newId(),
    time: ctx.now().toISOString(),
    kind: 'token' as const,
    action,
    result: 'applied',
    actor: actorOf(ctx.viewer),
    detail: toAuditValue({
      token: token.id,
      name: token.name,
      owner: token.subject,
      role: token.role,
      scope: token.scope,
      expires: token.expiresAt,
    }),
  }
}

const withoutUndefined = (scope: {
  cluster?: string | undefined
  namespace?: string | undefined
  service?: string | undefined
}) => ({
  ...(scope.cluster === undefined ? {} : { cluster: scope.cluster }),
  ...(scope.namespace === undefined ? {} : { namespace: scope.namespace }),
  ...(scope.service === undefined ? {} : { service: scope.service }),
})

function dto(token: TokenRecord): TokenDto {
  return {
    id: token.id,
    name: token.name,
    role: roleOf(token.role),
    ...(token.scope ? { scope: token.scope } : {}),
    owner: { issuer: token.issuer, subject: token.subject, name: token.subjectName },
    created: token.createdAt,
    expires: token.expiresAt,
    ...(token.lastUsedAt === undefined ? {} : { lastUsed: token.lastUsedAt }),
    ...(token.revokedAt === undefined ? {} : { revoked: token.revokedAt }),
  }
}

const roleOf = (text: string): Role => roles.find((role) => role === text) ?? 'viewer'
