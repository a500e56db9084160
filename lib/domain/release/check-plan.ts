import { isDomainError, type FieldProblem } from '../errors'
import type { Check } from '../judgement/check'
import { parseCondition } from '../judgement/condition'
import type { Plan } from './release'

/** What is wrong with an expanded plan, by field of the request; empty for a good one. */
export function planProblems(
  plan: Plan,
  { from, to, versions }: { from: string; to: string; versions: readonly string[] },
): FieldProblem[] {
  const problems: FieldProblem[] = []
  const say = (path: string, message: string) => problems.push({ path, message })
  let weight = 0
  const made = new Set<string>()
  let changes = 0
  plan.steps.forEach((step, index) => {
    const path = `plan.steps.${index}`
    switch (step.kind) {
      case 'weight':
        if (step.weight < weight) say(path, `weights only grow: ${step.weight} % after ${weight} %`)
        weight = Math.max(weight, step.weight)
        changes += 1
        break
      case 'cut-over':
        weight = 100
        changes += 1
        break
      case 'match':
        if (step.when.length === 0 && !made.has(step.name)) say(path, `no step made a match ${step.name}`)
        made.add(step.name)
        changes += 1
        break
      case 'mirror':
        changes += 1
        break
      case 'scale':
        if (!versions.includes(step.version)) say(path, `there is no version ${step.version}`)
        break
      case 'analysis':
        if (plan.checks.length === 0) say(path, 'an analysis needs checks')
        break
      case 'add-version':
      case 'bake':
      case 'approval':
        break
    }
  })
  if (changes === 0) say('plan.steps', 'no step moves traffic')
  if (plan.baseline !== undefined) {
    if (!versions.includes(plan.baseline)) say('plan.baseline', `there is no version ${plan.baseline}`)
    if (plan.baseline === to || plan.baseline === from)
      say('plan.baseline', 'a baseline is a third version, besides stable and canary')
  }
  problems.push(...nameProblems(plan.checks), ...plan.checks.flatMap(conditionProblems))
  return problems
}

/** What is wrong with the conditions of a `promql` check. */
function conditionProblems(check: Check, index: number): FieldProblem[] {
  if (check.kind !== 'promql') return []
  return (['pass', 'fail', 'hold'] as const).flatMap((side) => {
    const text = check[side]
    if (text === undefined) return []
    try {
      parseCondition(text)
      return []
    } catch (error) {
      if (!isDomainError(error)) throw error
      return [{ path: `plan.checks.${index}.${side}`, message: error.message }]
    }
  })
}

function nameProblems(checks: readonly Check[]): FieldProblem[] {
  const seen = new Set<string>()
  return checks.flatMap(({ name }, index) => {
    if (!seen.has(name)) {
      seen.add(name)
      return []
    }
    return [{ path: `plan.checks.${index}.name`, message: `two checks are called ${name}` }]
  })
}
