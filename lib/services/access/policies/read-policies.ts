import type { PoliciesDto, PolicyWithBeforeDto } from '../../../contracts/policies'
import type { AccessPolicy, PolicyVersion } from '../../../domain/access/policy-version'
import { rightsDiff } from '../../../domain/access/rights-diff'
import { DomainError } from '../../../domain/errors'
import type { PageQuery } from '../../../domain/ports'
import { authoriseAny, can, everywhere } from '../../authorise'
import type { ServiceContext } from '../../context'
import { policyDto, policyEntryDto } from './policy-dto'

const reading = ['policy.edit', 'audit.read'] as const

/** The active text, what is proposed, what was before, and whether the asking person may change it. */
export async function listPolicies(ctx: ServiceContext, page: PageQuery): Promise<PoliciesDto> {
  await authoriseAny(ctx, reading, everywhere)
  const { policies } = ctx.ports.store
  const [active, proposed, history, now] = await Promise.all([
    policies.active(),
    policies.proposed(),
    policies.history(page),
    ctx.ports.store.now(),
  ])
  if (!active) throw new DomainError('not-found', 'There is no access policy yet.')
  const read = ctx.ports.policies.read(active.text)
  const policy = read.ok ? read.policy : ctx.ports.policies.policy()
  return {
    active: policyDto(active, active, now),
    proposed: proposed.map((each) => ({
      ...policyDto(each, active, now),
      own: each.author.issuer === ctx.viewer.issuer && each.author.subject === ctx.viewer.subject,
      changes: changesBy(ctx, policy, each),
    })),
    history: history.items.map((each) => policyEntryDto(each, active, now)),
    next: history.next,
    twoPersons: policy.policy.twoPersons,
    edit: can(ctx, 'policy.edit', everywhere),
    problems: ctx.ports.policies.problems(),
  }
}

function changesBy(ctx: ServiceContext, policy: AccessPolicy, { text }: PolicyVersion) {
  const read = ctx.ports.policies.read(text)
  return read.ok ? rightsDiff(policy, read.policy) : []
}

/** One version, and the text that it was made from. Throws `not-found`. */
export async function getPolicy(ctx: ServiceContext, revision: string): Promise<PolicyWithBeforeDto> {
  await authoriseAny(ctx, reading, everywhere)
  const version = await requirePolicy(ctx, revision)
  const { policies } = ctx.ports.store
  const base = version.base === undefined ? policies.before(version.number) : policies.get(version.base)
  const [before, active, now] = await Promise.all([base, policies.active(), ctx.ports.store.now()])
  return {
    ...policyDto(version, active, now),
    ...(before === undefined ? {} : { before: { revision: String(before.number), text: before.text } }),
  }
}

/** Throws `not-found`. */
export async function requirePolicy(ctx: ServiceContext, revision: string): Promise<PolicyVersion> {
  const number = /^[1-9]\d{0,8}$/.test(revision) ? Number(revision) : undefined
  const found = number === undefined ? undefined : await ctx.ports.store.policies.get(number)
  if (!found) throw new DomainError('not-found', `There is no revision ${revision} of the policy.`)
  return found
}
