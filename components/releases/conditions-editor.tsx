import { ConditionRows } from '@/components/traffic/service/condition-rows'
import type { ConditionDraft } from '@/components/traffic/service/match-draft'
import { conditionKinds } from './condition-text'

interface ConditionsEditorProps {
  legend: string
  hint: string
  value: readonly ConditionDraft[]
  onChange: (value: readonly ConditionDraft[]) => void
  problem: string | undefined
}

/** Which requests are chosen: header, cookie, query and so on, with a name and a value. */
export function ConditionsEditor({ legend, hint, value, onChange, problem }: ConditionsEditorProps) {
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="text-sm font-medium">{legend}</legend>
      <p className={problem === undefined ? 'text-xs text-muted' : 'text-xs text-failing'}>
        {problem === undefined ? (
          hint
        ) : (
          <>
            <span aria-hidden>▲</span> {problem}
          </>
        )}
      </p>
      <ConditionRows value={value} onChange={onChange} kinds={conditionKinds} testId="new-when" />
    </fieldset>
  )
}
