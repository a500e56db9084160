import { TextArea } from '@/components/ui/input'
import { Field } from './field'
import type { NewReleaseState } from './use-new-release'

/** Every step of the plan as YAML, as the API takes it. */
export function OwnSteps({ state }: { state: NewReleaseState }) {
  const { form, change, problems } = state
  return (
    <Field
      label="Steps, as YAML"
      hint="Kinds: weight, cut-over, match, mirror, scale, bake, analysis, approval. Checks and approvals stand beside the steps."
      problem={problems['plan']}
    >
      {(ids) => (
        <TextArea
          {...ids}
          data-testid="new-plan"
          rows={14}
          spellCheck={false}
          className="font-mono text-xs leading-5"
          value={form.plan}
          onChange={(event) => change({ plan: event.target.value })}
        />
      )}
    </Field>
  )
}
