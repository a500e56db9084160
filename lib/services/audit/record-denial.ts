import type { Decision, Scope } from '../../domain/access/decide'
import type { Verb } from '../../domain/access/verbs'
import { isDomainError } from '../../domain/errors'
import type { ServiceContext } from '../context'
import { actorOf } from './actor'

/** Writes a denial to the audit log. A log that is away must not turn a 403 into a 503. */
export async function recordDenial(
  ctx: ServiceContext,
  verb: Verb,
  scope: Partial<Scope>,
  decision: Decision,
): Promise<void> {
  try {
    await ctx.ports.store.audit.append({
      id: ctx.ports.newId(),
      time: ctx.now().toISOString(),
      kind: 'denied',
      action: verb,
      result: 'denied',
      actor: actorOf(ctx.viewer),
      ...(scope.cluster && scope.namespace && scope.service && scope.service !== '*'
        ? { service: { cluster: scope.cluster, namespace: scope.namespace, name: scope.service } }
        : {}),
      detail: { rule: decision.rule, requestId: ctx.requestId, scope: { ...scope } },
    })
  } catch (error) {
    if (!isDomainError(error)) throw error
  }
}
