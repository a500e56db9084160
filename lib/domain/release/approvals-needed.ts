import type { ServiceRef } from '../traffic/model'
import type { Plan } from './release'
import type { ReleaseRules } from './release-rules'
import { scopeCovers } from './rule-scope'

/**
 * How many people must approve before the start, and for how long their word holds, in seconds: the largest number that
 * the plan or a fitting rule asks for; of equal ones the shortest time. Undefined when nobody needs to.
 */
export function approvalsNeeded(
  rules: ReleaseRules,
  plan: Pick<Plan, 'approvals'>,
  service: ServiceRef,
): { count: number; expiresSeconds: number } | undefined {
  const asked = [
    ...(plan.approvals ? [plan.approvals] : []),
    ...rules.approvals.filter(({ scope }) => scopeCovers(scope, service)),
  ].filter(({ count }) => count > 0)
  const [first] = asked.sort((a, b) => b.count - a.count || a.expiresSeconds - b.expiresSeconds)
  return first && { count: first.count, expiresSeconds: first.expiresSeconds }
}
