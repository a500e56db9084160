'use client'
import { useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Input, TextArea } from '@/components/ui/input'
import { useToast } from '@/components/ui/toast'
import type { PoliciesDto } from '@/lib/contracts/policies'
import { ApiProblem } from '@/lib/queries/api-problem'
import { useChangePolicy, useTryPolicy } from '@/lib/queries/policies'
import { Field } from '../field'
import { ConfirmPolicy } from './confirm-policy'
import { PolicyCheck } from './policy-check'
import { PolicyRefusal } from './policy-refusal'
import { lineSpan } from './policy-words'

interface PolicyEditorProps {
  policies: PoliciesDto
  onDone: () => void
}

/** Another text: looked at first, with what it would change for whom, then put in force or proposed with a reason. */
export function PolicyEditor({ policies: { active, twoPersons }, onDone }: PolicyEditorProps) {
  /** The text that this one was begun with; a change by somebody else meanwhile is a conflict. */
  const [base, setBase] = useState(active)
  const [text, setText] = useState(active.text)
  const [reason, setReason] = useState('')
  const [lacking, setLacking] = useState(false)
  const [asking, setAsking] = useState(false)
  const [tried, setTried] = useState<string>()
  const area = useRef<HTMLTextAreaElement>(null)
  const attempt = useTryPolicy()
  const change = useChangePolicy()
  const toast = useToast()
  const checked = tried === text && attempt.data !== undefined ? attempt.data : undefined
  const problem = change.error ?? (tried === text ? attempt.error : null)
  const check = () => {
    change.reset()
    setTried(text)
    attempt.mutate({ text })
  }
  const goTo = (line: number) => {
    area.current?.focus()
    area.current?.setSelectionRange(...lineSpan(text, line))
  }
  const send = (lockMeOut: boolean) => {
    setAsking(false)
    change.mutate(
      { text, reason, expectedRevision: base.revision, ...(lockMeOut ? { lockMeOut } : {}) },
      {
        onSuccess: ({ outcome }) => {
          toast({
            title:
              outcome === 'proposed' ? 'Proposed: a second person approves it' : 'The policy is in force',
          })
          onDone()
        },
      },
    )
  }
  const same = text === base.text
  const ask = () => {
    const missing = reason.trim() === ''
    setLacking(missing)
    if (!missing && checked !== undefined && !change.isPending) setAsking(true)
  }
  return (
    <Card
      title={twoPersons ? 'Propose another text' : 'Change the policy'}
      aside={`from revision ${base.revision}`}
    >
      <div className="flex flex-col gap-4">
        <Field
          label="Policy, as YAML"
          hint="Its parts are described under docs/access.md; stars stand for any run of characters."
        >
          {(attributes) => (
            <TextArea
              {...attributes}
              ref={area}
              data-testid="policy-textarea"
              className="h-96 w-full resize-y font-mono text-xs leading-5 whitespace-pre"
              spellCheck={false}
              autoCapitalize="off"
              value={text}
              onChange={({ target }) => setText(target.value)}
            />
          )}
        </Field>
        <div className="flex flex-wrap gap-2">
          <Button
            data-testid="policy-check"
            aria-disabled={same || attempt.isPending}
            onClick={() => (same || attempt.isPending ? undefined : check())}
          >
            {attempt.isPending ? 'Looking…' : 'See what it changes'}
          </Button>
          <Button variant="ghost" onClick={onDone}>
            Leave it as it is
          </Button>
        </div>
        {same && <p className="text-xs text-muted">The text is the one in force.</p>}
        <div aria-live="polite" className="flex flex-col gap-4 empty:hidden">
          {problem !== null && (
            <PolicyRefusal
              error={problem}
              onLine={goTo}
              {...(isConflict(problem)
                ? {
                    onTakeNew: () => {
                      setBase(active)
                      change.reset()
                      setTried(undefined)
                    },
                  }
                : {})}
            />
          )}
          {checked !== undefined && <PolicyCheck before={base.text} after={text} change={checked} />}
        </div>
        {checked !== undefined && (
          <>
            <Field label="Reason" hint="Stands in the audit log." problem={lacking ? 'Say why.' : undefined}>
              {(attributes) => (
                <Input
                  {...attributes}
                  data-testid="policy-reason"
                  className="w-full"
                  maxLength={1000}
                  value={reason}
                  onChange={({ target }) => setReason(target.value)}
                />
              )}
            </Field>
            <div>
              <Button data-testid="policy-apply" aria-disabled={change.isPending} onClick={ask}>
                {change.isPending ? 'Sending…' : twoPersons ? 'Propose it' : 'Put it in force'}
              </Button>
            </div>
            <ConfirmPolicy
              open={asking}
              twoPersons={twoPersons}
              change={checked}
              onClose={() => setAsking(false)}
              onGo={send}
            />
          </>
        )}
      </div>
    </Card>
  )
}

const isConflict = (error: Error): boolean => error instanceof ApiProblem && error.code === 'conflict'
