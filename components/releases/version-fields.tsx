import { ErrorState } from '@/components/ui/error-state'
import { formatPercent } from '@/components/ui/format-number'
import { Field } from './field'
import type { VersionChoice } from './new-release-form'
import type { NewReleaseState } from './use-new-release'

const look =
  'h-8 w-full rounded-md border border-line-strong bg-bg px-2 text-sm text-text disabled:cursor-not-allowed disabled:opacity-55'

/** From which version to which. */
export function VersionFields({ state }: { state: NewReleaseState }) {
  const { form, choices, detail, change, problems } = state
  const from = choices.find(({ version }) => version === form.from)
  const to = choices.find(({ version }) => version === form.to)
  const none = choices.length === 0
  if (detail.error !== null && none) {
    return (
      <ErrorState
        title="The service could not be read"
        error={detail.error}
        onRetry={() => void detail.refetch()}
      />
    )
  }
  const missing = (version: string, found: VersionChoice | undefined) =>
    !none && version !== '' && found === undefined ? `${form.service} has no version ${version}.` : undefined
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field
        label="From"
        hint={from && placeWords(from)}
        problem={missing(form.from, from) ?? problems['from']}
      >
        {(ids) => (
          <select
            {...ids}
            data-testid="new-from"
            className={look}
            disabled={none}
            value={form.from}
            onChange={(event) => change({ from: event.target.value, to: '' })}
          >
            <Options choices={choices} value={form.from} />
          </select>
        )}
      </Field>
      <Field
        label="To"
        hint={
          to && (to.routed ? placeWords(to) : `In no rule yet: will be added at weight 0. ${readyWords(to)}`)
        }
        problem={
          missing(form.to, to) ??
          (choices.length === 1 ? 'There is only one version. Deploy the next one first.' : problems['to'])
        }
      >
        {(ids) => (
          <select
            {...ids}
            data-testid="new-to"
            className={look}
            disabled={choices.length < 2}
            value={form.to}
            onChange={(event) => change({ from: form.from, to: event.target.value })}
          >
            <Options choices={choices.filter(({ version }) => version !== form.from)} value={form.to} />
          </select>
        )}
      </Field>
    </div>
  )
}

function Options({ choices, value }: { choices: readonly VersionChoice[]; value: string }) {
  const known = choices.some(({ version }) => version === value)
  return (
    <>
      {!known && <option value={value}>{value === '' ? '–' : value}</option>}
      {choices.map(({ version, routed }) => (
        <option key={version} value={version}>
          {routed ? version : `${version} (not routed yet)`}
        </option>
      ))}
    </>
  )
}

function placeWords(choice: VersionChoice): string {
  const share = choice.percent === null ? 'In no rule.' : `Has ${formatPercent(choice.percent)} now.`
  return `${share} ${readyWords(choice)}`
}

function readyWords({ ready }: VersionChoice): string {
  return ready === 1 ? '1 pod ready.' : `${ready} pods ready.`
}
