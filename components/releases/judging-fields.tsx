import { Input } from '@/components/ui/input'
import { ChecksEditor } from './checks-editor'
import { Field } from './field'
import type { NewReleaseState } from './use-new-release'

const select =
  'h-8 w-full rounded-md border border-line-strong bg-bg px-2 text-sm text-text disabled:cursor-not-allowed disabled:opacity-55'

/** What the canary is judged by, against which version, and who has to approve. */
export function JudgingFields({ state }: { state: NewReleaseState }) {
  const { form, change, problems, choices } = state
  const thirds = choices
    .map(({ version }) => version)
    .filter((version) => version !== form.from && version !== form.to)
  const known = form.baseline === '' || thirds.includes(form.baseline)
  return (
    <div className="flex flex-col gap-5">
      <ChecksEditor value={form.checks} onChange={(checks) => change({ checks })} problems={problems} />
      <div className="grid grid-cols-[repeat(auto-fill,minmax(10.5rem,1fr))] gap-4">
        <Field
          label="Compare with"
          hint="A baseline is a third version of the canary's size."
          problem={problems['baseline']}
        >
          {(ids) => (
            <select
              {...ids}
              data-testid="new-baseline"
              className={select}
              value={form.baseline}
              onChange={(event) => change({ baseline: event.target.value })}
            >
              <option value="">{form.from === '' ? 'stable' : `${form.from}, stable`}</option>
              {!known && <option value={form.baseline}>{form.baseline}</option>}
              {thirds.map((version) => (
                <option key={version} value={version}>
                  {version}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field
          label="If nothing is decided"
          hint={form.onInconclusive === 'hold' ? 'A person is asked.' : 'It goes on looking.'}
        >
          {(ids) => (
            <select
              {...ids}
              data-testid="new-inconclusive"
              className={select}
              value={form.onInconclusive}
              onChange={(event) =>
                change({ onInconclusive: event.target.value === 'wait' ? 'wait' : 'hold' })
              }
            >
              <option value="hold">hold</option>
              <option value="wait">wait</option>
            </select>
          )}
        </Field>
        <Field
          label="Approvals before the start"
          hint="People other than you; empty for none."
          problem={problems['approvals']}
        >
          {(ids) => (
            <Input
              {...ids}
              data-testid="new-approvals"
              inputMode="numeric"
              placeholder="none"
              value={form.approvals}
              onChange={(event) => change({ approvals: event.target.value.trim() })}
            />
          )}
        </Field>
        {form.approvals !== '' && (
          <Field
            label="Approvals hold for"
            hint="Then they have to be given again."
            problem={problems['approvalsExpire']}
          >
            {(ids) => (
              <Input
                {...ids}
                data-testid="new-approvals-expire"
                value={form.approvalsExpire}
                onChange={(event) => change({ approvalsExpire: event.target.value.trim() })}
              />
            )}
          </Field>
        )}
      </div>
    </div>
  )
}
