import type { NewPolicyVersion, PolicyVersion } from '../../../domain/access/policy-version'
import type { Store } from '../../../domain/ports'

/**
 * Puts a version, a new one or a proposal, in the active one's place, in a transaction that holds the lock. Every other
 * proposal was made for the version before, and is void with it; their numbers are answered.
 */
export async function replaceActive(
  tx: Store,
  active: PolicyVersion | undefined,
  next: NewPolicyVersion | PolicyVersion,
): Promise<{ version: PolicyVersion; voided: number[] }> {
  const own = 'number' in next ? next.number : undefined
  if (active) await tx.policies.settle({ ...active, state: 'superseded' })
  const open = (await tx.policies.proposed()).filter(({ number }) => number !== own)
  for (const proposal of open) await tx.policies.settle({ ...proposal, state: 'superseded' })
  const voided = open.map(({ number }) => number)
  const version: NewPolicyVersion = {
    ...next,
    state: 'active',
    ...(active === undefined ? {} : { base: active.number }),
  }
  if (own === undefined) return { version: await tx.policies.insert(version), voided }
  await tx.policies.settle({ ...version, number: own })
  return { version: { ...version, number: own }, voided }
}
