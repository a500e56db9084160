'use client'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useCreateRelease, useReleaseVerb } from '@/lib/queries/use-release-verbs'
import { ActionButton } from './action-button'
import { ProblemNotice } from './problem-notice'
import { problemWords, type ProblemWords } from './problem-words'
import type { NewReleaseState } from './use-new-release'
import { useRight } from './use-right'

/** Makes the draft, and starts it when asked to; then goes to its page. */
export function CreateButtons({ state }: { state: NewReleaseState }) {
  const router = useRouter()
  const create = useCreateRelease()
  const verb = useReleaseVerb()
  const [problem, setProblem] = useState<ProblemWords | null>(null)
  /** A draft that was made but could not be started. */
  const [draft, setDraft] = useState<string | null>(null)
  const mayCreate = useRight('release.create', state.service)
  const mayStart = useRight('start', state.service)
  const { complete, preview } = state
  const busy = create.isPending || verb.isPending
  const incomplete = complete === null ? 'Something is still missing above.' : undefined
  const stopped = preview.data?.findings.some(({ severity }) => severity === 'blocking')
    ? 'A blocking finding stands in the way. A draft can be kept until it is gone.'
    : undefined
  const approvals = preview.data?.plan.approvals?.count ?? 0
  const block = incomplete ?? mayCreate ?? (busy ? 'Under way.' : undefined)

  const send = (start: boolean) => {
    if (complete === null) return
    setProblem(null)
    create.mutate(complete, {
      onError: (error) => setProblem(problemWords(error, 'Create')),
      onSuccess: ({ id }) => {
        if (!start) {
          router.push(`/releases/${id}`)
          return
        }
        verb.mutate(
          { id, verb: 'start', ...(complete.reason === undefined ? {} : { reason: complete.reason }) },
          {
            onSuccess: () => router.push(`/releases/${id}`),
            onError: (error) => {
              setDraft(id)
              setProblem(problemWords(error, 'Start'))
            },
          },
        )
      },
    })
  }
  return (
    <div className="flex flex-col gap-3">
      {problem !== null && <ProblemNotice words={problem} onDismiss={() => setProblem(null)} />}
      {draft !== null && (
        <p className="text-sm">
          The draft was made and waits:{' '}
          <Link className="underline" href={`/releases/${draft}`}>
            go to the draft
          </Link>
          .
        </p>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <ActionButton
          data-testid="create-draft"
          hint="Keeps the plan; nothing moves."
          block={block}
          onClick={() => send(false)}
        >
          {create.isPending ? 'Creating…' : 'Create draft'}
        </ActionButton>
        <ActionButton
          data-testid="create-and-start"
          hint={
            approvals > 0
              ? 'It waits for its approvals, then the first step begins.'
              : 'The first step begins at once.'
          }
          variant="next"
          block={block ?? stopped ?? mayStart}
          onClick={() => send(true)}
        >
          {verb.isPending ? 'Starting…' : 'Create and start'}
        </ActionButton>
      </div>
      {stopped !== undefined && <p className="text-right text-xs text-muted">{stopped}</p>}
    </div>
  )
}
