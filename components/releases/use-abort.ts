'use client'
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
  return {
    send: () => {
      if (!isPending) mutate({ id: release.id, verb: 'abort' })
    },
    pending: isPending,
    block: isPending ? undefined : block,
    result: data,
    error,
    dismiss: reset,
  }
}
