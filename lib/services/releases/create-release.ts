import type { z } from 'zod'
import type { CreateReleaseBody, ReleasePreviewDto } from '../../contracts/releases'
import { canonicalJson } from '../../domain/audit/canonical'
import { toAuditValue } from '../../domain/audit/canonical'
import { DomainError } from '../../domain/errors'
import type { ClusterView } from '../../domain/kube'
import type { Plan, ReleaseRecord } from '../../domain/release/release'
import { actorOf } from '../audit/actor'
import { authorise, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { requireRule, requireService, routesOf } from '../traffic/find-route'
import { expandPlan } from './expand-plan'
import { patchesOfPlan } from './plan-patches'
import { beforeImage, defaultRules, revisionsOf } from './release-rules'

export type CreateReleaseInput = z.output<typeof CreateReleaseBody>

/**
 * A draft with its plan expanded, frozen and hashed, and the patches of its steps; nothing is stored yet. Throws what the
 * routes cannot do, so that no draft is made of a plan that its preview refuses.
 */
export async function draftRelease(
  ctx: ServiceContext,
  input: CreateReleaseInput,
): Promise<{ release: ReleaseRecord; view: ClusterView; steps: ReleasePreviewDto['steps'] }> {
  const { view } = requireService(ctx, input.service)
  if (input.from === input.to)
    throw new DomainError('invalid', 'A release goes from one version to another.', {
      fields: [{ path: 'to', message: 'must differ from `from`' }],
    })
  const versions = ctx.ports.versionsOf(view, input.service).map(({ version }) => version)
  for (const [path, version] of [
    ['from', input.from],
    ['to', input.to],
  ] as const)
    if (!versions.includes(version))
      throw new DomainError('invalid', `${input.service.name} has no version ${version}.`, {
        fields: [{ path, message: `one of ${versions.join(', ')}` }],
      })
  const rules = input.rules ?? defaultRules(ctx.ports, view, input.service, input.from)
  const routes = routesOf(ctx.ports, view, input.service)
  const chosen = rules.map(({ route, rule }) => {
    const found = routes.find((candidate) => candidate.id === route)
    if (!found) throw new DomainError('not-found', `The service has no route ${route}.`)
    return { route: found, rule: requireRule(found, rule) }
  })
  const plan = await expandPlan(ctx, input.plan, {
    from: input.from,
    to: input.to,
    versions,
    rules: chosen,
  })
  const now = await ctx.ports.store.now()
  const release: ReleaseRecord = {
    id: ctx.ports.newId(),
    version: 1,
    state: 'draft',
    service: input.service,
    from: input.from,
    to: input.to,
    plan,
    planHash: planHash(ctx, input, plan),
    attempt: 1,
    stepIndex: 0,
    stepServedSeconds: 0,
    before: beforeImage(chosen),
    expected: revisionsOf(chosen),
    createdBy: actorOf(ctx.viewer),
    approvals: [],
    operations: [],
    log: [
      {
        at: now.toISOString(),
        kind: 'created',
        words: input.reason ?? 'Created',
        actor: actorOf(ctx.viewer),
      },
    ],
    createdAt: now.toISOString(),
  }
  return { release, view, steps: patchesOfPlan(ctx, view, release) }
}

/** Stores a draft and its audit event. */
export async function createRelease(ctx: ServiceContext, input: CreateReleaseInput): Promise<ReleaseRecord> {
  await authorise(ctx, 'release.create', scopeOf(input.service))
  const { release } = await draftRelease(ctx, input)
  await ctx.ports.store.transaction(async (tx) => {
    await tx.releases.insert(release)
    await tx.audit.append({
      id: ctx.ports.newId(),
      time: release.createdAt,
      kind: 'release',
      action: 'release.create',
      result: 'draft',
      actor: actorOf(ctx.viewer),
      service: release.service,
      release: release.id,
      ...(input.reason === undefined ? {} : { reason: input.reason }),
      after: toAuditValue({
        from: release.from,
        to: release.to,
        plan: release.plan,
        planHash: release.planHash,
      }),
    })
  })
  ctx.ports.bus.publish({
    event: 'release',
    data: { id: release.id, version: release.version, service: release.service },
  })
  return release
}

function planHash(ctx: ServiceContext, input: CreateReleaseInput, plan: Plan): string {
  const text = canonicalJson(toAuditValue({ service: input.service, from: input.from, to: input.to, plan }))
  return Buffer.from(ctx.ports.sha256(new TextEncoder().encode(text))).toString('hex')
}
