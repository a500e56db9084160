import { decide } from '../../../domain/access/decide'
import type { AccessPolicy, PolicyVersion } from '../../../domain/access/policy-version'
import { DomainError } from '../../../domain/errors'
import type { Store } from '../../../domain/ports'
import { everywhere } from '../../authorise'
import type { ServiceContext } from '../../context'
import { problemWords } from './problem-words'

/**
 * Locks the policies and answers the active one as the database has it. Whoever is about to change it is looked at once
 * more by that one, which may be newer than what this process goes by. Throws `forbidden`, and `conflict` where it
 * cannot be read.
 */
export async function requireActive(
  ctx: ServiceContext,
  tx: Store,
): Promise<{ active: PolicyVersion; policy: AccessPolicy }> {
  await tx.policies.lock()
  const active = await tx.policies.active()
  if (!active) throw new DomainError('conflict', 'There is no active access policy yet.')
  const reading = ctx.ports.policies.read(active.text)
  if (!reading.ok)
    throw new DomainError(
      'conflict',
      `The active policy cannot be read, only the file replaces it: ${problemWords(reading.problems)}.`,
    )
  const decision = decide(reading.policy, ctx.viewer, 'policy.edit', everywhere)
  if (!decision.allowed)
    throw new DomainError('forbidden', `You need the permission policy.edit here. ${decision.reason}`)
  return { active, policy: reading.policy }
}
