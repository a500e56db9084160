import { Input } from '@/components/ui/input'
import { ConditionsEditor } from './conditions-editor'
import { Field } from './field'
import { lengthWords } from './length-words'
import { secondsOf } from './new-release-form'
import { OwnSteps } from './own-steps'
import { strategyWords, type PlanField } from './preset-words'
import { StrategyCards } from './strategy-cards'
import { TemplateField } from './template-field'
import type { NewReleaseState } from './use-new-release'

interface FieldWords {
  label: string
  testId: string
  hint: (text: string) => string
}

const every = (what: string) => (text: string) => {
  const seconds = secondsOf(text)
  return seconds === null ? '' : `${lengthWords(seconds)} ${what}`
}
const words: Readonly<Record<PlanField, FieldWords>> = {
  step: { label: 'Step, percent', testId: 'new-step', hint: () => 'Added to the canary each time.' },
  first: { label: 'First weight, percent', testId: 'new-first', hint: () => 'Where it begins.' },
  factor: { label: 'Factor', testId: 'new-factor', hint: () => 'Each weight is so many times the last.' },
  percent: {
    label: 'Mirror, percent',
    testId: 'new-percent',
    hint: () => 'Copied first; users see none of it.',
  },
  for: { label: 'For', testId: 'new-for', hint: every('with the chosen requests.') },
  bake: { label: 'Bake', testId: 'new-bake', hint: every('at every step.') },
  minRequests: {
    label: 'Requests, at least',
    testId: 'new-min-requests',
    hint: (text) => (Number(text) > 0 ? 'A step waits until the canary got them.' : 'None are waited for.'),
  },
  timeout: {
    label: 'Judged at most',
    testId: 'new-timeout',
    hint: every('at every step; then a person is asked.'),
  },
}

/** The strategy, and what it leaves to choose. */
export function PlanFields({ state }: { state: NewReleaseState }) {
  const { form, change, problems } = state
  const strategy = strategyWords(form.strategy)
  return (
    <div className="flex flex-col gap-5">
      <StrategyCards value={form.strategy} onChange={state.choose} />
      {form.strategy === 'template' && <TemplateField state={state} />}
      {form.strategy === 'own' && <OwnSteps state={state} />}
      {strategy.when !== 'none' && (
        <ConditionsEditor
          legend={form.strategy === 'blue-green' ? 'Preview for these requests' : 'Chosen requests'}
          hint={
            strategy.when === 'maybe'
              ? 'All of these must hold. Leave it empty for no preview.'
              : 'All of these must hold; everybody else stays where they are.'
          }
          value={form.when}
          onChange={(when) => change({ when })}
          problem={state.touched ? problems['when'] : undefined}
        />
      )}
      {strategy.fields.length > 0 && (
        <div className="grid grid-cols-[repeat(auto-fill,minmax(10.5rem,1fr))] gap-4">
          {strategy.fields.map((name) => (
            <Field
              key={name}
              label={words[name].label}
              hint={words[name].hint(form[name])}
              problem={problems[name]}
            >
              {(ids) => (
                <Input
                  {...ids}
                  data-testid={words[name].testId}
                  {...(['bake', 'timeout', 'for'].includes(name) ? {} : { inputMode: 'decimal' as const })}
                  value={form[name]}
                  onChange={(event) => change({ [name]: event.target.value.trim() })}
                />
              )}
            </Field>
          ))}
        </div>
      )}
    </div>
  )
}
