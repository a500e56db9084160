import type { z } from 'zod'
import type { ChangePolicyBody, PolicyChangeDto } from '../../../contracts/policies'
import { decide } from '../../../domain/access/decide'
import type { AccessPolicy, PolicyVersion } from '../../../domain/access/policy-version'
import { rightsDiff } from '../../../domain/access/rights-diff'
import { toHex } from '../../../domain/audit/hex'
import { DomainError } from '../../../domain/errors'
import type { Store } from '../../../domain/ports'
import { actorOf } from '../../audit/actor'
import { authorise, everywhere } from '../../authorise'
import type { ServiceContext } from '../../context'
import { policyEvent } from './policy-events'
import { policyDto } from './policy-dto'
import { replaceActive } from './replace-active'
import { requireActive } from './require-active'

type Input = z.output<typeof ChangePolicyBody>

/** Hours in which a second person can approve. */
const proposalHours = 24

/**
 * Puts another text in force, or proposes it where the active policy wants two persons. A dry run tells what would
 * change. Throws `invalid` with the lines, `reason-required`, `locks-out`, and `conflict` for an old revision.
 */
export async function changePolicy(ctx: ServiceContext, input: Input): Promise<PolicyChangeDto> {
  await authorise(ctx, 'policy.edit', everywhere)
  const next = readText(ctx, input.text)
  const dryRun = input.dryRun === true
  if (!dryRun && (input.reason ?? '') === '')
    throw new DomainError('reason-required', 'Say why the policy changes: it stands in the audit log.', {
      fields: [{ path: 'reason', message: 'is needed' }],
    })
  const locksOut = !decide(next, ctx.viewer, 'policy.edit', everywhere).allowed
  if (locksOut && !dryRun && input.lockMeOut !== true)
    throw new DomainError(
      'locks-out',
      'By this policy you could not change it any more. Send lockMeOut: true where that is meant.',
      { fields: [{ path: 'text', message: 'no binding grants you policy.edit everywhere' }] },
    )
  const { outcome, version, active, policy } = await ctx.ports.store.transaction(async (tx) => {
    const current = await requireActive(ctx, tx)
    refuseOld(input, current.active)
    if (dryRun) return { ...current, outcome: 'dry-run' as const, version: undefined }
    return { ...current, ...(await store(ctx, tx, input, current)) }
  })
  if (outcome === 'active') await ctx.ports.policies.refresh()
  return {
    outcome,
    ...(version === undefined ? {} : { version: policyDto(version, active, new Date(version.at)) }),
    base: String(active.number),
    twoPersons: { before: policy.policy.twoPersons, after: next.policy.twoPersons },
    releasesChanged: JSON.stringify(policy.releases) !== JSON.stringify(next.releases),
    locksOut,
    changes: rightsDiff(policy, next),
  }
}

function readText(ctx: ServiceContext, text: string): AccessPolicy {
  const reading = ctx.ports.policies.read(text)
  if (reading.ok) return reading.policy
  throw new DomainError('invalid', 'The policy is not acceptable.', {
    fields: reading.problems.map(({ path, line, message }) => ({
      path: path === '' ? 'text' : `text.${path}`,
      message: `line ${line}: ${message}`,
    })),
  })
}

function refuseOld({ expectedRevision }: Input, active: PolicyVersion): void {
  if (expectedRevision === undefined || expectedRevision === String(active.number)) return
  throw new DomainError('conflict', 'The policy has changed since you read it.', {
    current: {
      revision: String(active.number),
      hash: active.hash,
      source: active.source,
      author: active.author.name,
      at: active.decided?.at ?? active.at,
    },
  })
}

async function store(
  ctx: ServiceContext,
  tx: Store,
  { text, reason = '' }: Input,
  { active, policy }: { active: PolicyVersion; policy: AccessPolicy },
): Promise<{ outcome: 'unchanged' | 'active' | 'proposed'; version: PolicyVersion | undefined }> {
  const hash = toHex(ctx.ports.sha256(new TextEncoder().encode(text)))
  if (hash === active.hash) return { outcome: 'unchanged', version: undefined }
  const now = await tx.now()
  const author = actorOf(ctx.viewer)
  const event = { id: ctx.ports.newId(), at: now.toISOString(), actor: author, requestId: ctx.requestId }
  const next = {
    hash,
    text,
    source: 'console' as const,
    fileHash: active.fileHash,
    at: event.at,
    author,
    reason,
    base: active.number,
  }
  if (!policy.policy.twoPersons) {
    const { version, voided } = await replaceActive(tx, active, { ...next, state: 'active' })
    await tx.audit.append(
      policyEvent('changed', { ...event, before: active, after: version, reason, voided }),
    )
    return { outcome: 'active', version }
  }
  const version = await tx.policies.insert({
    ...next,
    state: 'proposed',
    expiresAt: new Date(now.getTime() + proposalHours * 3_600_000).toISOString(),
  })
  await tx.audit.append(policyEvent('proposed', { ...event, before: active, after: version, reason }))
  return { outcome: 'proposed', version }
}
