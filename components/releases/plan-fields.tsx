import { Input } from '@/components/ui/input'
import { Field } from './field'
import { fieldProblems, secondsOf } from './new-release-form'
import { lengthWords } from './countdown'
import type { NewReleaseState } from './use-new-release'

/** The linear preset: how large the steps are, and what each has to stand. */
export function PlanFields({ state }: { state: NewReleaseState }) {
  const { form, change } = state
  const problems = fieldProblems(form)
  const seconds = secondsOf(form.bake)
  const requests = Number(form.minRequests)
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <Field label="Step, percent" hint="Added to the canary each time." problem={problems.step}>
        {(ids) => (
          <Input
            {...ids}
            data-testid="new-step"
            inputMode="numeric"
            value={form.step}
            onChange={(event) => change({ step: event.target.value.trim() })}
          />
        )}
      </Field>
      <Field
        label="Bake"
        hint={seconds === null ? '' : `${lengthWords(seconds)} at every step.`}
        problem={problems.bake}
      >
        {(ids) => (
          <Input
            {...ids}
            data-testid="new-bake"
            value={form.bake}
            onChange={(event) => change({ bake: event.target.value.trim() })}
          />
        )}
      </Field>
      <Field
        label="Requests, at least"
        hint={requests > 0 ? 'A step waits until the canary got them.' : 'None are waited for.'}
        problem={problems.minRequests}
      >
        {(ids) => (
          <Input
            {...ids}
            data-testid="new-min-requests"
            inputMode="numeric"
            value={form.minRequests}
            onChange={(event) => change({ minRequests: event.target.value.trim() })}
          />
        )}
      </Field>
    </div>
  )
}
