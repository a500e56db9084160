'use client'
import { useQuery } from '@tanstack/react-query'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { ErrorState } from '@/components/ui/error-state'
import { verbs, type Verb } from '@/lib/domain/access/verbs'
import { canQuery } from '@/lib/queries/me'
import { Field } from './field'
import { NativeSelect } from './native-select'
import { ScopeFields } from './scope-fields'
import { scopeOfDraft, scopeProblems, scopeWords, type ScopeDraft } from './scope-draft'

/** "May I promote in shop?": yes or no, with the rule of the policy that decides. The question stands in the address. */
export function CanForm() {
  const search = useSearchParams()
  const router = useRouter()
  const pathname = usePathname()
  const asked = verbs.find((verb) => verb === search.get('verb'))
  const part = (name: keyof ScopeDraft) => search.get(name) ?? ''
  const askedScope = { cluster: part('cluster'), namespace: part('namespace'), service: part('service') }
  const [verb, setVerb] = useState<Verb>(asked ?? 'promote')
  const [scope, setScope] = useState<ScopeDraft>(askedScope)
  const ask = () => {
    if (Object.keys(scopeProblems(scope)).length > 0) return
    const next = new URLSearchParams({ tab: 'me', verb, ...scopeOfDraft(scope) })
    router.replace(`${pathname}?${next.toString()}`, { scroll: false })
  }
  return (
    <Card title="May I …?">
      <form
        className="grid grid-cols-1 gap-3 sm:grid-cols-2"
        onSubmit={(event) => {
          event.preventDefault()
          ask()
        }}
      >
        <Field label="Permission">
          {(attributes) => (
            <NativeSelect
              {...attributes}
              data-testid="can-verb"
              value={verb}
              onChange={({ target }) => setVerb(verbs.find((known) => known === target.value) ?? verb)}
            >
              {verbs.map((each) => (
                <option key={each}>{each}</option>
              ))}
            </NativeSelect>
          )}
        </Field>
        <ScopeFields scope={scope} onChange={setScope} />
        <div className="col-span-full">
          <Button type="submit" size="sm" data-testid="can-ask">
            Ask
          </Button>
        </div>
      </form>
      <div aria-live="polite">{asked !== undefined && <Answer verb={asked} scope={askedScope} />}</div>
    </Card>
  )
}

function Answer({ verb, scope }: { verb: Verb; scope: ScopeDraft }) {
  const named = scopeOfDraft(scope)
  const { data, error, refetch } = useQuery(canQuery(verb, named))
  const where = scopeWords(named)
  if (error !== null)
    return <ErrorState title="The question was not answered" error={error} onRetry={() => void refetch()} />
  if (data === undefined) return null
  return (
    <div className="mt-3 rounded-md border border-line-strong p-3 text-sm" data-testid="can-answer">
      <p className="font-semibold">
        <span aria-hidden className={`mr-2 ${data.allowed ? 'text-ok' : 'text-failing'}`}>
          {data.allowed ? '✓' : '⊘'}
        </span>
        {data.allowed ? 'Yes' : 'No'}: {verb}
        {where !== 'everywhere' ? ` on ${where}` : data.allowed ? ', on at least one scope' : ', anywhere'}
      </p>
      <p className="mt-1">{data.reason}</p>
      {!data.reason.includes(data.rule) && (
        <p className="mt-1 text-xs text-muted">
          rule:{' '}
          {data.rule === 'default' ? (
            'no rule grants it, and what is not granted is denied'
          ) : (
            <code className="font-mono break-words">{data.rule}</code>
          )}
        </p>
      )}
      {data.hints !== undefined && (
        <section aria-label="Rules that come close" className="mt-2">
          <h3 className="text-xs font-semibold text-muted">Rules that come close</h3>
          <ul className="mt-1 flex flex-col gap-1 text-xs" data-testid="can-hints">
            {data.hints.map((hint) => (
              <li key={hint} className="break-words">
                {hint}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
