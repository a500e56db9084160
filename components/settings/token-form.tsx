'use client'
import { useState } from 'react'
import type { z } from 'zod'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { ErrorState } from '@/components/ui/error-state'
import { Input } from '@/components/ui/input'
import type { CreatedTokenDto } from '@/lib/contracts/access'
import type { Role } from '@/lib/domain/access/verbs'
import { ApiProblem } from '@/lib/queries/api-problem'
import { useCreateToken } from '@/lib/queries/tokens'
import { Field } from './field'
import { NativeSelect } from './native-select'
import { ScopeFields } from './scope-fields'
import { lifetimes, newTokenDraft, tokenBody, tokenDraftProblem } from './token-draft'

interface TokenFormProps {
  /** Roles that a token of this person can have. */
  roles: readonly Role[]
  onCreated: (token: z.infer<typeof CreatedTokenDto>) => void
}

/** Makes a token. It can never do more than the person who makes it, and less with a smaller role or scope. */
export function TokenForm({ roles, onCreated }: TokenFormProps) {
  const [first] = roles
  const [draft, setDraft] = useState(() => newTokenDraft(first ?? 'viewer'))
  const create = useCreateToken()
  const [tried, setTried] = useState(false)
  const problem = tokenDraftProblem(draft)
  if (first === undefined)
    return (
      <Card title="New token">
        <p className="text-sm">
          You have no role, so a token of yours could do nothing. Ask for a role first.
        </p>
      </Card>
    )
  const refusedFields = create.error instanceof ApiProblem ? create.error.fields : []
  const send = () => {
    setTried(true)
    if (problem !== undefined || create.isPending) return
    create.mutate(tokenBody(draft, Date.now()), {
      onSuccess: (token) => {
        setDraft(newTokenDraft(first))
        setTried(false)
        onCreated(token)
      },
    })
  }
  return (
    <Card title="New token">
      <form
        className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3"
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <Field
          label="Name"
          hint="What uses it, such as checkout pipeline"
          problem={tried ? problem : undefined}
        >
          {(attributes) => (
            <Input
              {...attributes}
              data-testid="token-name"
              className="w-full"
              autoComplete="off"
              value={draft.name}
              onChange={({ target }) => setDraft({ ...draft, name: target.value })}
            />
          )}
        </Field>
        <Field label="Role" hint="The least that does the work">
          {(attributes) => (
            <NativeSelect
              {...attributes}
              data-testid="token-role"
              value={draft.role}
              onChange={({ target }) =>
                setDraft({ ...draft, role: roles.find((role) => role === target.value) ?? draft.role })
              }
            >
              {roles.map((role) => (
                <option key={role}>{role}</option>
              ))}
            </NativeSelect>
          )}
        </Field>
        <Field label="Works for">
          {(attributes) => (
            <NativeSelect
              {...attributes}
              data-testid="token-expires"
              value={String(draft.days)}
              onChange={({ target }) => setDraft({ ...draft, days: Number(target.value) })}
            >
              {lifetimes.map((days) => (
                <option key={days} value={days}>
                  {days === 1 ? '1 day' : `${days} days`}
                </option>
              ))}
            </NativeSelect>
          )}
        </Field>
        <ScopeFields scope={draft.scope} onChange={(scope) => setDraft({ ...draft, scope })} />
        <div className="col-span-full flex flex-wrap items-center gap-3">
          <Button type="submit" data-testid="token-create" aria-disabled={create.isPending}>
            {create.isPending ? 'Making it…' : 'Make the token'}
          </Button>
          <span className="text-xs text-muted">
            It acts in your name, never with more rights than you have at that moment.
          </span>
        </div>
        {create.error !== null && (
          <div className="col-span-full">
            <ErrorState
              title="The token was not made"
              error={create.error}
              todo={
                refusedFields.map(({ path, message }) => `${path}: ${message}.`).join(' ') || 'Try again.'
              }
            />
          </div>
        )}
      </form>
    </Card>
  )
}
