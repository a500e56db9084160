import type { AuditEventDto, AuditVerifyDto } from '../../contracts/audit'
import type { AuditEvent } from '../../domain/audit/event'
import { DomainError } from '../../domain/errors'
import type { AuditQuery, Page } from '../../domain/ports'
import { verifyStored } from '../../domain/audit/verify-chain'
import { toAuditValue } from '../../domain/audit/canonical'
import { authorise, can, everywhere, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { actorOf } from './actor'
import { checkpointState } from './checkpoints'

const readEventEveryMs = 600_000
const lastRead = new Map<string, number>()

/** Reading the log is an event itself: one per viewer and filter in ten minutes. */
async function recordRead(ctx: ServiceContext, filter: Record<string, unknown>): Promise<void> {
  const key = `${ctx.viewer.issuer}|${ctx.viewer.subject}|${JSON.stringify(filter)}`
  const now = ctx.now().getTime()
  if (now - (lastRead.get(key) ?? 0) < readEventEveryMs) return
  if (lastRead.size > 1000) lastRead.clear()
  lastRead.set(key, now)
  await ctx.ports.store.audit.append({
    id: ctx.ports.newId(),
    time: ctx.now().toISOString(),
    kind: 'read',
    action: 'audit.read',
    result: 'applied',
    actor: actorOf(ctx.viewer),
    detail: toAuditValue({ filter }),
  })
}

/** Events of no service, such as sign-ins, are for those who may read everywhere. */
function mayRead(ctx: ServiceContext, { service }: Pick<AuditEvent, 'service'>): boolean {
  return can(ctx, 'audit.read', service ? scopeOf(service) : everywhere).allowed
}

/** Events, newest first; those that the viewer may not read are left out. */
export async function listAudit(ctx: ServiceContext, query: AuditQuery): Promise<Page<AuditEventDto>> {
  await authorise(ctx, 'audit.read', query.service ? scopeOf(query.service) : {})
  const { limit: _limit, cursor: _cursor, ...filter } = query
  await recordRead(ctx, filter)
  const { items, next } = await ctx.ports.store.audit.list(query)
  const all = can(ctx, 'audit.read', everywhere).allowed
  return { items: all ? items : items.filter((event) => mayRead(ctx, event)), next }
}

export async function getAuditEvent(ctx: ServiceContext, seq: number): Promise<AuditEventDto> {
  await authorise(ctx, 'audit.read', {})
  const event = await ctx.ports.store.audit.get(seq)
  if (!event || !mayRead(ctx, event)) throw new DomainError('not-found', `There is no event ${seq}.`)
  return event
}

/** Walks the whole chain, says where it breaks first, and how it stands against the newest checkpoint. */
export async function verifyAudit(ctx: ServiceContext): Promise<AuditVerifyDto> {
  await authorise(ctx, 'audit.verify', {})
  const { audit } = ctx.ports.store
  const head = await audit.head()
  const result = await verifyStored(ctx.ports.auditPages(1, head.seq), {
    genesis: await ctx.ports.auditGenesis(),
    sha256: ctx.ports.sha256,
    head,
  })
  return {
    ok: result.ok,
    events: result.events,
    head: result.head,
    checkedAt: ctx.now().toISOString(),
    ...(result.firstBad ? { firstBad: result.firstBad } : {}),
    checkpoint: await checkpointState(ctx),
  }
}
