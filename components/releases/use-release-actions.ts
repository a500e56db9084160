'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { ReleaseDto } from '@/lib/contracts/releases'
import { ApiProblem } from '@/lib/queries/api-problem'
import { useDeleteRelease, useReleaseVerb, type ReleaseVerb } from '@/lib/queries/use-release-verbs'
import { problemWords, type ProblemWords } from './problem-words'
import type { AskedVerb } from './verb-dialogs'

export const verbNames: Readonly<Record<Exclude<ReleaseVerb, 'abort'> | 'delete', string>> = {
  start: 'Start',
  pause: 'Pause',
  resume: 'Resume',
  promote: 'Promote',
  'promote-full': 'Promote to 100 %',
  retry: 'Retry',
  undo: 'Undo',
  retire: 'Retire',
  delete: 'Delete',
}

export interface ReleaseActions {
  /** Does a verb at once, or asks first where something has to be said or known. */
  press: (verb: keyof typeof verbNames) => void
  /** Does the verb of the open dialog. */
  confirm: (reason: string) => void
  /** The verb that is asked about. */
  asked: AskedVerb | null
  close: () => void
  /** The verb under way. */
  pending: keyof typeof verbNames | null
  problem: ProblemWords | null
  dismiss: () => void
}

const askedFirst: readonly string[] = ['promote-full', 'retry', 'undo', 'retire', 'delete']

/** Every verb of a release except abort, which has a mutation of its own. */
export function useReleaseActions(release: ReleaseDto): ReleaseActions {
  const router = useRouter()
  const verb = useReleaseVerb()
  const remove = useDeleteRelease()
  const [asked, setAsked] = useState<AskedVerb | null>(null)
  const [problem, setProblem] = useState<ProblemWords | null>(null)

  const fail = (error: Error, name: keyof typeof verbNames) => {
    if (error instanceof ApiProblem && error.code === 'reason-required' && name === 'promote') {
      setAsked('promote')
      return
    }
    setAsked(null)
    setProblem(problemWords(error, verbNames[name]))
  }
  const send = (name: Exclude<ReleaseVerb, 'abort'>, reason: string) => {
    setProblem(null)
    verb.mutate(
      { id: release.id, verb: name, ...(reason === '' ? {} : { reason }) },
      { onSuccess: () => setAsked(null), onError: (error) => fail(error, name) },
    )
  }
  const sent = verb.isPending ? verb.variables.verb : null
  return {
    press: (name) => {
      setProblem(null)
      const mustSayWhy = name === 'promote' && release.state === 'holding'
      if (mustSayWhy || askedFirst.includes(name)) setAsked(name as AskedVerb)
      else if (name !== 'delete') send(name, '')
    },
    confirm: (reason) => {
      if (asked === null) return
      if (asked !== 'delete') {
        send(asked, reason.trim())
        return
      }
      remove.mutate(release.id, {
        onSuccess: () => router.push('/releases'),
        onError: (error) => fail(error, 'delete'),
      })
    },
    asked,
    close: () => setAsked(null),
    pending: remove.isPending ? 'delete' : sent === 'abort' ? null : sent,
    problem,
    dismiss: () => setProblem(null),
  }
}
