import type { ConditionDraft } from '@/components/traffic/service/match-draft'
import { emptyCondition } from '@/components/traffic/service/match-draft'
import { checkBody, checkOfText, type CheckDraft } from './check-draft'
import { conditionOf, conditionText } from './condition-text'
import { isStrategy, type PlanField, type Strategy } from './preset-words'

/** How a release goes, as it stands in the address: text, empty where the API's default holds. */
export interface PlanForm extends Record<PlanField, string> {
  strategy: Strategy
  /** Which requests are chosen; all of them must hold. */
  when: readonly ConditionDraft[]
  /** null: what the API judges by, success rate and pods. Empty: nothing is judged. */
  checks: readonly CheckDraft[] | null
  baseline: string
  /** People who must approve before the start. */
  approvals: string
  approvalsExpire: string
  onInconclusive: 'hold' | 'wait'
  template: string
  templateVersion: string
  /** Own steps as YAML (JSON is YAML too). */
  plan: string
}

export const planDefaults = {
  step: '20',
  bake: '5m',
  minRequests: '0',
  timeout: '30m',
  first: '1',
  factor: '2',
  percent: '100',
  for: '1h',
  approvalsExpire: '24h',
} as const

const plain = [
  'step',
  'bake',
  'minRequests',
  'timeout',
  'first',
  'factor',
  'percent',
  'for',
  'approvalsExpire',
] as const
const bare = ['baseline', 'approvals', 'template', 'templateVersion', 'plan'] as const
/** In every link, as older links have them. */
const always: readonly string[] = ['step', 'bake', 'minRequests']

/** Reads the plan from an address; what is not there or not understood gets its default. */
export function planFormOf(search: URLSearchParams): PlanForm {
  const text = (name: string) => (search.get(name) ?? '').trim()
  const preset = text('preset')
  const when = search.getAll('when').flatMap((one) => conditionOf(one) ?? [])
  const checks = search.getAll('check')
  const strategy: Strategy = text('template') !== '' ? 'template' : text('plan') !== '' ? 'own' : 'linear'
  return {
    strategy: isStrategy(preset) ? preset : strategy,
    step: text('step') || planDefaults.step,
    bake: text('bake') || planDefaults.bake,
    minRequests: text('minRequests') || planDefaults.minRequests,
    timeout: text('timeout') || planDefaults.timeout,
    first: text('first') || planDefaults.first,
    factor: text('factor') || planDefaults.factor,
    percent: text('percent') || planDefaults.percent,
    for: text('for') || planDefaults.for,
    approvalsExpire: text('approvalsExpire') || planDefaults.approvalsExpire,
    when: when.length > 0 ? when : [emptyCondition('header')],
    checks: checks.length === 0 ? null : checks.flatMap((one) => checkOfText(one) ?? []),
    baseline: text('baseline'),
    approvals: text('approvals'),
    onInconclusive: text('onInconclusive') === 'wait' ? 'wait' : 'hold',
    template: text('template'),
    templateVersion: text('templateVersion'),
    plan: search.get('plan') ?? '',
  }
}

/** Puts the plan into an address; what has its default is left out. */
export function putPlan(search: URLSearchParams, form: PlanForm): void {
  for (const name of plain) {
    if (form[name] !== '' && (always.includes(name) || form[name] !== planDefaults[name]))
      search.set(name, form[name])
  }
  for (const name of bare) if (form[name].trim() !== '') search.set(name, form[name])
  for (const one of form.when) if (!isEmpty(one)) search.append('when', conditionText(one))
  if (form.checks?.length === 0) search.append('check', 'none')
  for (const check of form.checks ?? []) search.append('check', JSON.stringify(checkBody(check)))
  if (form.onInconclusive === 'wait') search.set('onInconclusive', 'wait')
  search.set('preset', form.strategy)
}

/** Nothing has been typed into it. */
export const isEmpty = ({ name, value, op }: ConditionDraft): boolean =>
  name === '' && value === '' && op !== 'present'
