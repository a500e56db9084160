'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { ReleaseDto } from '@/lib/contracts/releases'
import { ApiProblem } from '@/lib/queries/api-problem'
import {
  useDeleteRelease,
  useReleaseVerb,
  useSetReleaseWeight,
  type ReleaseVerb,
  type VerbOptions,
} from '@/lib/queries/use-release-verbs'
import { problemWords, type ProblemWords } from './problem-words'
import { promoteAsks, type AskedVerb } from './verb-dialogs'

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
  press: (verb: keyof typeof verbNames | 'set-weight') => void
  /** Does a verb with what has already been said. */
  send: (verb: SentVerb, options: VerbOptions) => void
  /** Does the verb of the open dialog; `weight` of set-weight. */
  confirm: (reason: string, weight?: number) => void
  /** The verb that is asked about. */
  asked: AskedVerb | null
  /** What the API said stands in the way of the promotion that is asked about. */
  refused: string | undefined
  close: () => void
  /** The verb under way. */
  pending: keyof typeof verbNames | 'set-weight' | null
  problem: ProblemWords | null
  dismiss: () => void
}

type SentVerb = Exclude<ReleaseVerb, 'abort'>

const askedFirst: readonly string[] = ['promote-full', 'retry', 'undo', 'retire', 'delete', 'set-weight']

/** Every verb of a release except abort, which has a mutation of its own. */
export function useReleaseActions(release: ReleaseDto): ReleaseActions {
  const router = useRouter()
  const verb = useReleaseVerb()
  const remove = useDeleteRelease()
  const weigh = useSetReleaseWeight()
  const [asked, setAsked] = useState<AskedVerb | null>(null)
  const [refused, setRefused] = useState<string>()
  const [problem, setProblem] = useState<ProblemWords | null>(null)

  const fail = (error: Error, name: string, words: string) => {
    const code = error instanceof ApiProblem ? error.code : ''
    if (name === 'promote' && code === 'reason-required') {
      setAsked('promote')
      return
    }
    // Refused by a freeze, an approval or a verdict: who may go past it is asked, the others read why.
    if (name === 'promote' && code === 'blocked' && asked !== 'override') {
      setRefused(error.message)
      setAsked('override')
      return
    }
    setAsked(null)
    setProblem(problemWords(error, words))
  }
  const send = (name: SentVerb, { reason = '', ...options }: VerbOptions) => {
    setProblem(null)
    const note = reason.trim()
    verb.mutate(
      { id: release.id, verb: name, ...options, ...(note === '' ? {} : { reason: note }) },
      { onSuccess: () => setAsked(null), onError: (error) => fail(error, name, verbNames[name]) },
    )
  }
  const done = { onSuccess: () => setAsked(null) }
  const sent = verb.isPending ? verb.variables.verb : null
  return {
    press: (name) => {
      setProblem(null)
      setRefused(undefined)
      if (name === 'promote') {
        const first = promoteAsks(release)
        if (first === null) send('promote', {})
        else setAsked(first)
      } else if (askedFirst.includes(name)) setAsked(name as AskedVerb)
      else if (name !== 'delete' && name !== 'set-weight') send(name, {})
    },
    send,
    confirm: (reason, weight) => {
      const note = reason.trim()
      if (asked === null) return
      if (asked === 'delete') {
        remove.mutate(release.id, {
          onSuccess: () => router.push('/releases'),
          onError: (error) => fail(error, 'delete', verbNames.delete),
        })
      } else if (asked === 'set-weight') {
        if (weight === undefined) return
        weigh.mutate(
          { id: release.id, weight, ...(note === '' ? {} : { reason: note }) },
          { ...done, onError: (error) => fail(error, 'set-weight', 'Set weight') },
        )
      } else if (asked === 'override') send('promote', { reason: note, override: true })
      else send(asked, { reason: note })
    },
    asked,
    refused,
    close: () => setAsked(null),
    pending: remove.isPending ? 'delete' : weigh.isPending ? 'set-weight' : sent === 'abort' ? null : sent,
    problem,
    dismiss: () => setProblem(null),
  }
}
