import type { IncidentDto, IncidentPageDto } from '../../contracts/audit-checkpoints'
import type { Incident } from '../../domain/audit/chain-stores'
import { contradictionWords, rollbackAcknowledged } from '../../domain/audit/rollback'
import { DomainError } from '../../domain/errors'
import type { PageQuery } from '../../domain/page'
import { authorise, everywhere } from '../authorise'
import type { ServiceContext } from '../context'
import { actorOf } from './actor'

/** Rollbacks of the audit log, newest first. */
export async function listIncidents(ctx: ServiceContext, query: PageQuery): Promise<IncidentPageDto> {
  await authorise(ctx, 'audit.read', {})
  const { items, next } = await ctx.ports.store.incidents.list(query)
  return { items: items.map(incidentDto), next }
}

/** Accepts what was lost, with a reason: moves and releases go on. Throws `not-found`, `conflict`. */
export async function acknowledgeIncident(
  ctx: ServiceContext,
  { id, reason }: { id: string; reason: string },
): Promise<IncidentDto> {
  await authorise(ctx, 'policy.edit', everywhere)
  const incident = await requireIncident(ctx, id)
  const acknowledged = await ctx.ports.store.transaction(async (tx) => {
    const by = { at: (await tx.now()).toISOString(), actor: actorOf(ctx.viewer), reason }
    if (!(await tx.incidents.acknowledge(id, by)))
      throw new DomainError('conflict', 'Somebody has accepted this already.')
    await tx.audit.append({
      id: ctx.ports.newId(),
      time: by.at,
      kind: 'system',
      action: rollbackAcknowledged,
      result: 'applied',
      actor: by.actor,
      reason,
      detail: { incident: id, checkpoint: { ...incident.lost } },
    })
    return by
  })
  return incidentDto({ ...incident, acknowledged })
}

/** Throws `not-found`. */
export async function requireIncident(ctx: ServiceContext, id: string): Promise<Incident> {
  const incident = await ctx.ports.store.incidents.get(id)
  if (!incident) throw new DomainError('not-found', `There is no incident ${id}.`)
  return incident
}

function incidentDto(incident: Incident): IncidentDto {
  return {
    ...incident,
    state: incident.acknowledged ? 'acknowledged' : 'open',
    words: contradictionWords(incident.kind),
  }
}
