import { parse } from 'yaml'
import type { z } from 'zod'
import { toWhen } from '@/components/traffic/service/match-draft'
import { OwnPlanBody, type PlanBody } from '@/lib/contracts/plans'
import { checkBody, checkProblems } from './check-draft'
import { issueWords } from './issue-words'
import { isEmpty, type PlanForm } from './plan-form'
import { strategyWords, type PlanField } from './preset-words'

export type NewPlan = z.input<typeof PlanBody>
export type OwnPlan = z.input<typeof OwnPlanBody>

const numeric: readonly PlanField[] = ['step', 'first', 'factor', 'percent', 'minRequests']
const duration = 'A duration such as 90s, 5m or 1h.'
const fieldWords: Readonly<Record<string, string>> = {
  step: 'A whole number from 1 to 100.',
  first: 'A whole number from 1 to 50.',
  factor: 'A number from 1.1 to 10.',
  percent: 'A number from 1 to 100.',
  minRequests: 'A whole number, 0 for none.',
  bake: duration,
  timeout: duration,
  for: duration,
  approvals: 'A whole number from 1 to 10, or nothing.',
  approvalsExpire: duration,
  when: 'Fill in every condition.',
}
/** Fields of the form that stand under another name in the API. */
const formNames: Readonly<Record<string, string>> = { preview: 'when', expires: 'approvalsExpire' }

/** The plan as the API takes it, right or wrong; null where it is not even readable. */
function draftOf(form: PlanForm): unknown {
  if (form.strategy === 'own') return readYaml(form.plan)
  if (form.strategy === 'template') {
    const version = form.templateVersion === '' ? {} : { version: Number(form.templateVersion) }
    return { template: form.template, ...version }
  }
  const { fields, when } = strategyWords(form.strategy)
  const conditions = form.when.filter((one) => when === 'needed' || !isEmpty(one))
  const key = form.strategy === 'blue-green' ? 'preview' : 'when'
  return {
    preset: form.strategy,
    ...Object.fromEntries(
      fields.map((name) => [
        name,
        numeric.includes(name) ? (form[name] === '' ? Number.NaN : Number(form[name])) : form[name],
      ]),
    ),
    ...(when === 'none' || conditions.length === 0 ? {} : { [key]: conditions.map(toWhen) }),
    ...(form.checks === null ? {} : { checks: form.checks.map(checkBody) }),
    ...(form.baseline === '' ? {} : { baseline: form.baseline }),
    ...(form.approvals === ''
      ? {}
      : { approvals: { count: Number(form.approvals), expires: form.approvalsExpire } }),
    ...(form.onInconclusive === 'wait' ? { onInconclusive: 'wait' } : {}),
  }
}

function readYaml(text: string): unknown {
  try {
    return parse(text) as unknown
  } catch {
    return null
  }
}

/** What is wrong with the plan, by field of the form; checks as `checks.1.slo`. Empty for a good one. */
export function planProblems(form: PlanForm): Readonly<Record<string, string>> {
  if (form.strategy === 'template') return form.template === '' ? { template: 'Choose a template.' } : {}
  const checks = Object.fromEntries(
    (form.strategy === 'own' ? [] : (form.checks ?? [])).flatMap((check, index) =>
      Object.entries(checkProblems(check)).map(
        ([name, words]) => [`checks.${index}.${name}`, words] as const,
      ),
    ),
  )
  const parsed = OwnPlanBody.safeParse(draftOf(form))
  if (parsed.success) return checks
  const issues = innermost(parsed.error.issues)
  if (form.strategy === 'own') {
    const words = issues.map((issue) =>
      issue.path.length === 0 ? issueWords(issue) : `${issue.path.join('.')}: ${issueWords(issue)}`,
    )
    return { plan: form.plan.trim() === '' ? 'Write the steps.' : words.slice(0, 3).join(' ') }
  }
  const problems = issues.flatMap((issue) => {
    const name = formNameOf(issue.path)
    return name === 'checks' ? [] : [[name, fieldWords[name] ?? issueWords(issue)] as const]
  })
  return { ...Object.fromEntries(problems), ...checks }
}

/** The field of the form that a path of the API's body belongs to. */
export function formNameOf(path: readonly PropertyKey[]): string {
  const [first, second] = path.map(String)
  if (first === 'approvals' && second === 'expires') return 'approvalsExpire'
  return formNames[first ?? ''] ?? first ?? 'plan'
}

type Issue = z.core.$ZodIssue

/** Of a union that nothing fits: what is wrong with the alternative that fits best. */
function innermost(issues: readonly Issue[]): Issue[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue]
    const best = issue.errors.toSorted((a, b) => strangeness(a) - strangeness(b))[0] ?? []
    return innermost(best).map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }))
  })
}

/** How far an alternative is from what was meant: another kind of plan has unknown keys or no discriminator. */
const strangeness = (issues: readonly Issue[]): number =>
  issues.reduce(
    (sum, { code, path }) =>
      sum + (code === 'unrecognized_keys' || (code === 'invalid_union' && path.length === 1) ? 100 : 1),
    0,
  )

/** The plan as the API takes it; null while something is missing or wrong. */
export function planBodyOf(form: PlanForm): NewPlan | null {
  if (Object.keys(planProblems(form)).length > 0) return null
  return draftOf(form) as NewPlan
}
