import type { PolicyDto } from '../../../contracts/policies'
import type { PolicyVersion } from '../../../domain/access/policy-version'
import { isExpired } from '../../../domain/access/policy-version'
import { DomainError } from '../../../domain/errors'
import type { Store } from '../../../domain/ports'
import { actorOf } from '../../audit/actor'
import { recordDenial } from '../../audit/record-denial'
import { authorise, everywhere } from '../../authorise'
import type { ServiceContext } from '../../context'
import { policyDto } from './policy-dto'
import { policyEvent } from './policy-events'
import { requirePolicy } from './read-policies'
import { replaceActive } from './replace-active'
import { requireActive } from './require-active'

interface Decision {
  revision: string
  reason?: string | undefined
}

/**
 * A second person's yes puts a proposal in force. Throws `forbidden` for one's own, whichever session or group, and for
 * whom the active policy does not let change it; `wrong-state` for what is decided or expired, `conflict` once the
 * policy is not the one that it was proposed for.
 */
export async function approvePolicy(ctx: ServiceContext, input: Decision): Promise<PolicyDto> {
  await authorise(ctx, 'policy.edit', everywhere)
  const seen = await requirePolicy(ctx, input.revision)
  if (isOwn(ctx, seen)) await refuseOwn(ctx)
  const version = await ctx.ports.store.transaction(async (tx) => {
    const { active } = await requireActive(ctx, tx)
    const { proposal, now } = await requireOpen(tx, seen.number)
    if (proposal.base !== active.number)
      throw new DomainError('conflict', 'The policy has changed since this was proposed: propose it again.', {
        current: { revision: String(active.number), hash: active.hash },
      })
    const reading = ctx.ports.policies.read(proposal.text)
    if (!reading.ok) throw new DomainError('conflict', 'The proposed text is not acceptable any more.')
    const by = actorOf(ctx.viewer)
    const at = now.toISOString()
    const decided = { by, at, ...(input.reason === undefined ? {} : { reason: input.reason }) }
    const replaced = await replaceActive(tx, active, { ...proposal, decided })
    const parts = {
      at,
      actor: by,
      before: active,
      after: replaced.version,
      requestId: ctx.requestId,
    }
    await tx.audit.append(policyEvent('approved', { ...parts, id: ctx.ports.newId(), reason: input.reason }))
    await tx.audit.append(
      policyEvent('changed', {
        ...parts,
        id: ctx.ports.newId(),
        reason: proposal.reason,
        voided: replaced.voided,
      }),
    )
    return replaced.version
  })
  await ctx.ports.policies.refresh()
  return policyDto(version, version, ctx.now())
}

/** Another person's no; one's own proposal is withdrawn by it. Throws as `approvePolicy` does. */
export async function rejectPolicy(ctx: ServiceContext, input: Decision): Promise<PolicyDto> {
  await authorise(ctx, 'policy.edit', everywhere)
  const seen = await requirePolicy(ctx, input.revision)
  const { version, active } = await ctx.ports.store.transaction(async (tx) => {
    const { active: current } = await requireActive(ctx, tx)
    const { proposal, now } = await requireOpen(tx, seen.number)
    const by = actorOf(ctx.viewer)
    const at = now.toISOString()
    const state = isOwn(ctx, proposal) ? ('withdrawn' as const) : ('rejected' as const)
    const decided = { by, at, ...(input.reason === undefined ? {} : { reason: input.reason }) }
    const settled: PolicyVersion = { ...proposal, state, decided }
    await tx.policies.settle(settled)
    await tx.audit.append(
      policyEvent(state, {
        id: ctx.ports.newId(),
        at,
        actor: by,
        before: current,
        after: settled,
        reason: input.reason,
        requestId: ctx.requestId,
      }),
    )
    return { version: settled, active: current }
  })
  return policyDto(version, active, ctx.now())
}

const isOwn = (ctx: ServiceContext, { author }: PolicyVersion): boolean =>
  author.issuer === ctx.viewer.issuer && author.subject === ctx.viewer.subject

async function refuseOwn(ctx: ServiceContext): Promise<never> {
  const reason = 'You proposed this: a second person has to approve it.'
  await recordDenial(ctx, 'policy.edit', everywhere, { allowed: false, rule: 'own proposal', reason })
  throw new DomainError('forbidden', reason)
}

async function requireOpen(tx: Store, number: number): Promise<{ proposal: PolicyVersion; now: Date }> {
  const proposal = await tx.policies.get(number)
  if (!proposal) throw new DomainError('not-found', `There is no revision ${number} of the policy.`)
  const now = await tx.now()
  const state = proposal.state === 'proposed' && isExpired(proposal, now) ? 'expired' : proposal.state
  if (state === 'proposed') return { proposal, now }
  throw new DomainError('wrong-state', `This text is ${state}, and waits for nobody.`, { state, allowed: [] })
}
