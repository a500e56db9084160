import type { Decision, Scope } from '../domain/access/decide'
import { decide } from '../domain/access/decide'
import type { Verb } from '../domain/access/verbs'
import { DomainError } from '../domain/errors'
import type { ServiceRef } from '../domain/traffic/model'
import type { ServiceContext } from './context'
import { refuseGoneBack } from './audit/gone-back'
import { recordDenial } from './audit/record-denial'

export const scopeOf = (service: ServiceRef): Scope => ({
  cluster: service.cluster,
  namespace: service.namespace,
  service: service.name,
})

/** Only who holds a verb on everything holds it here. */
export const everywhere: Scope = { cluster: '*', namespace: '*', service: '*' }

/** Whether the viewer may; no side effects. */
export function can(ctx: ServiceContext, verb: Verb, scope: Partial<Scope>): Decision {
  return decide(ctx.ports.policy(), ctx.viewer, verb, scope)
}

/** The first line of every service verb. Throws `forbidden` naming the verb, and records the denial. */
export async function authorise(ctx: ServiceContext, verb: Verb, scope: Partial<Scope>): Promise<void> {
  await authoriseAny(ctx, [verb], scope)
}

/** Passes when the viewer holds at least one of the verbs on the scope and the audit log has not gone back. */
export async function authoriseAny(
  ctx: ServiceContext,
  verbs: readonly Verb[],
  scope: Partial<Scope>,
): Promise<void> {
  const decisions = verbs.map((verb) => ({ verb, decision: can(ctx, verb, scope) }))
  const held = decisions.filter(({ decision }) => decision.allowed).map(({ verb }) => verb)
  if (held.length > 0) {
    await refuseGoneBack(ctx, held)
    return
  }
  const first = decisions[0]
  if (!first) throw new DomainError('forbidden', 'Nobody may do this.')
  await recordDenial(ctx, first.verb, scope, first.decision)
  throw new DomainError(
    'forbidden',
    [
      `You need the permission ${verbs.join(' or ')} here.`,
      first.decision.reason,
      ...(ctx.viewer.groupsProblem === undefined ? [] : [ctx.viewer.groupsProblem]),
    ].join(' '),
  )
}
