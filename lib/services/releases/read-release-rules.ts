import type { ReleaseRulesDto } from '../../contracts/release-rules'
import { isOpen } from '../../domain/release/business-hours'
import type { Freeze, RuleScope } from '../../domain/release/release-rules'
import { authorise, can } from '../authorise'
import type { ServiceContext } from '../context'

/** The rules for all releases that are in force, as far as they speak of what the viewer may see. */
export async function readReleaseRules(ctx: ServiceContext): Promise<ReleaseRulesDto> {
  await authorise(ctx, 'view', {})
  const { freezes, hours, limits, approvals } = ctx.ports.releaseRules()
  const now = await ctx.ports.store.now()
  const seen = ({ scope }: { scope: RuleScope }) => can(ctx, 'view', known(scope)).allowed
  return {
    at: now.toISOString(),
    freezes: freezes
      .filter(seen)
      .map((freeze) => ({ ...freeze, state: freezeState(freeze, now.getTime()) }))
      .sort((a, b) => Date.parse(a.from) - Date.parse(b.from)),
    hours: hours.filter(seen).map((each) => ({ ...each, open: isOpen(each, now.getTime()) })),
    limits,
    approvals: approvals.filter(seen),
  }
}

/** A part that is any is no part: a rule for everything concerns whoever sees anything. */
function known(scope: RuleScope): Partial<RuleScope> {
  return Object.fromEntries(Object.entries(scope).filter(([, part]) => part !== '*'))
}

function freezeState({ from, to }: Freeze, now: number): 'over' | 'now' | 'coming' {
  if (now < Date.parse(from)) return 'coming'
  return now < Date.parse(to) ? 'now' : 'over'
}
