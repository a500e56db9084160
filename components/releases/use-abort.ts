'use client'
import { useToast } from '@/components/ui/toast'
import type { ReleaseDto } from '@/lib/contracts/releases'
import { useReleaseVerb } from '@/lib/queries/use-release-verbs'
import { useAbortBlock } from './use-verb-blocks'

export interface Abort {
  send: () => void
  pending: boolean
  /** Why it can't be used; undefined when it can. */
  block: string | undefined
  /** The release as the abort left it. */
  result: ReleaseDto | undefined
  error: Error | null
  dismiss: () => void
}

/** The abort of one release: a mutation of its own, which waits for nothing else. */
export function useAbort(release: ReleaseDto): Abort {
  const { mutate, isPending, data, error, reset } = useReleaseVerb()
  const block = useAbortBlock(release)
  const toast = useToast()
  return {
    send: () => {
      if (isPending) return
      mutate(
        { id: release.id, verb: 'abort' },
        {
          // A card leaves the page once its release has ended; the word that it worked must outlive it.
          onSuccess: ({ state, service, from }) => {
            if (state === 'aborted')
              toast({ title: `${service.name}: aborted, ${from} has all the traffic again` })
          },
        },
      )
    },
    pending: isPending,
    block: isPending ? undefined : block,
    result: data,
    error,
    dismiss: reset,
  }
}
