import type { OwnPlanBody, PlanBody } from '../../contracts/plans'
import { DomainError } from '../../domain/errors'
import type { Check } from '../../domain/judgement/check'
import { planProblems } from '../../domain/release/check-plan'
import { presetSteps } from '../../domain/release/presets'
import type { Plan } from '../../domain/release/release'
import type { Step } from '../../domain/release/step'
import type { ServiceContext } from '../context'
import type { ReleaseRule } from './release-rules'
import { planOfTemplate } from './templates'

export interface Expansion {
  from: string
  to: string
  versions: readonly string[]
  rules: readonly ReleaseRule[]
}

/** What a preset is judged by when nobody says: the success rate, and the pods. */
const usualChecks: Check[] = [
  { kind: 'success-rate', name: 'Success rate', maxRatio: 2 },
  { kind: 'pods', name: 'Pods', maxRestarts: 2 },
]

/** The plan in full, with step 0 where the canary is no destination yet. Throws `invalid` naming every bad field. */
export async function expandPlan(ctx: ServiceContext, body: PlanBody, facts: Expansion): Promise<Plan> {
  if (!('template' in body)) return expandOwn(body, facts)
  const { plan, version } = await planOfTemplate(ctx, body.template, body.version)
  return { ...expandOwn(plan, facts), template: { name: body.template, version } }
}

function expandOwn(body: OwnPlanBody, facts: Expansion): Plan {
  const checks = checksOf(body)
  const lacking = facts.rules.some(
    ({ rule }) => !rule.destinations.some(({ version }) => version === facts.to),
  )
  const plan: Plan = {
    ...('preset' in body ? { preset: body.preset } : {}),
    steps: [...(lacking ? [{ kind: 'add-version' as const }] : []), ...stepsOf(body, checks, facts)],
    rules: facts.rules.map(({ route, rule }) => ({ route: route.id, rule: rule.id })),
    checks,
    ...(body.baseline === undefined ? {} : { baseline: body.baseline }),
    ...(body.approvals
      ? { approvals: { count: body.approvals.count, expiresSeconds: body.approvals.expires } }
      : {}),
    settleSeconds: body.settle,
    onInconclusive: body.onInconclusive,
  }
  const problems = [
    ...planProblems(plan, facts),
    ...foreignProblems(plan, facts),
    ...podProblems(plan, facts),
  ]
  if (problems.length > 0)
    throw new DomainError(
      'invalid',
      `This plan cannot be run: ${problems.map(({ message }) => message).join('; ')}.`,
      { fields: problems },
    )
  return plan
}

/** Optional parts of a check that are not there are left out, so that the plan's hash does not depend on them. */
const checksOf = (body: OwnPlanBody): Check[] =>
  body.checks?.map((check) => JSON.parse(JSON.stringify(check)) as Check) ??
  ('preset' in body ? usualChecks : [])

function stepsOf(body: OwnPlanBody, checks: readonly Check[], facts: Expansion): Step[] {
  if ('preset' in body) {
    const attainable = attainablePercents(facts.rules)
    return presetSteps(body, { judged: checks.length > 0, ...(attainable ? { attainable } : {}) })
  }
  return body.steps.map((step): Step => {
    switch (step.kind) {
      case 'bake':
        return { kind: 'bake', seconds: step.for, minRequests: step.minRequests }
      case 'analysis':
        return { kind: 'analysis', timeoutSeconds: step.timeout, minRequests: step.minRequests }
      case 'approval':
        return { kind: 'approval', count: step.count, expiresSeconds: step.expires }
      case 'scale':
        return { kind: 'scale', version: step.version ?? facts.to, replicas: step.replicas }
      case 'weight':
      case 'cut-over':
      case 'match':
      case 'mirror':
        return step
    }
  })
}

/** The percents that the canary can have where pods decide, rising and to a tenth; undefined where weights are free. */
function attainablePercents(rules: readonly ReleaseRule[]): number[] | undefined {
  const counted = rules.find(({ rule }) => rule.attainable !== undefined)?.rule
  if (counted?.attainable === undefined || counted.total === 0) return undefined
  return counted.attainable
    .map((count) => Math.round((count / counted.total) * 1000) / 10)
    .filter((percent) => percent > 0)
}

/** A canary of pods needs rules whose weights are pods. */
function podProblems({ preset }: Plan, { rules }: Expansion) {
  if (preset !== 'replica-canary' || attainablePercents(rules) !== undefined) return []
  const message =
    'replica-canary is for services whose split is made by pods; here weights are free, take linear'
  return [{ path: 'plan.preset', message }]
}

/** What the plan would make is somebody else's already, and would be taken away at the end. */
function foreignProblems(plan: Plan, { rules, to }: Expansion) {
  const names = new Set(plan.steps.flatMap((step) => (step.kind === 'match' ? [step.name] : [])))
  const taken = rules
    .flatMap(({ route }) => route.rules)
    .flatMap(({ madeBy }) => (madeBy !== undefined && names.has(madeBy) ? [madeBy] : []))
  const mirrored =
    plan.steps.some(({ kind }) => kind === 'mirror') &&
    rules.some(({ rule }) => rule.mirrors.some((mirror) => mirror.to === to))
  return [
    ...[...new Set(taken)].map((name) => ({ path: 'plan', message: `a match ${name} is there already` })),
    ...(mirrored ? [{ path: 'plan', message: `requests are mirrored to ${to} already` }] : []),
  ]
}
