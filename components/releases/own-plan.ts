import { stringify } from 'yaml'
import type { PlanDto, StepDto } from '@/lib/contracts/plans'
import { checkBody, checkDraftOf } from './check-draft'

/** An expanded plan as own steps in YAML, to be edited; says the same as the preset or template that it came from. */
export function ownPlanYaml(plan: PlanDto): string {
  return stringify({
    steps: plan.steps.flatMap((step) => stepBody(step) ?? []),
    checks: plan.checks.flatMap((check) => {
      const draft = checkDraftOf(check)
      return draft === null ? [] : [checkBody(draft)]
    }),
    ...(plan.baseline === undefined ? {} : { baseline: plan.baseline }),
    ...(plan.approvals === undefined
      ? {}
      : { approvals: { count: plan.approvals.count, expires: seconds(plan.approvals.expiresSeconds) } }),
    ...(plan.onInconclusive === 'wait' ? { onInconclusive: 'wait' } : {}),
  })
}

const seconds = (value: number) => (value % 60 === 0 && value > 0 ? `${value / 60}m` : `${value}s`)

/** A step as the API takes it; null for what the API adds by itself. */
function stepBody(step: StepDto): Record<string, unknown> | null {
  switch (step.kind) {
    case 'add-version':
      return null
    case 'weight':
    case 'cut-over':
    case 'mirror':
    case 'scale':
      return { ...step }
    case 'match':
      return {
        kind: step.kind,
        name: step.name,
        ...(step.when.length === 0 ? {} : { when: step.when.map(whenBody) }),
      }
    case 'bake':
      return { kind: step.kind, for: seconds(step.seconds), ...wants(step.minRequests) }
    case 'analysis':
      return { kind: step.kind, timeout: seconds(step.timeoutSeconds), ...wants(step.minRequests) }
    case 'approval':
      return { kind: step.kind, count: step.count, expires: seconds(step.expiresSeconds) }
  }
}

const wants = (minRequests: number) => (minRequests > 0 ? { minRequests } : {})

function whenBody({ kind, name, op, value }: Extract<StepDto, { kind: 'match' }>['when'][number]) {
  return { [kind]: name ?? true, [op]: op === 'present' ? true : value }
}
