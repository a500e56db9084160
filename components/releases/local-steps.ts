import { PresetBody } from '@/lib/contracts/plans'
import { presetSteps } from '@/lib/domain/release/presets'
import type { Step } from '@/lib/domain/release/step'
import { planBodyOf } from './plan-body'
import type { PlanForm } from './plan-form'

/** The steps of a preset as far as the browser knows them before the preview comes; null where it cannot tell. */
export function localSteps(form: PlanForm): Step[] | null {
  // A check that is still being typed does not change the picture.
  const parsed = PresetBody.safeParse(planBodyOf({ ...form, checks: null, baseline: '', approvals: '' }))
  if (!parsed.success) return null
  return presetSteps(parsed.data, { judged: form.checks?.length !== 0 })
}
