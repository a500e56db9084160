'use client'
import { useState } from 'react'
import type { RouteDto, RuleDto } from '@/lib/contracts/services'
import { draftOf, isChanged, rebase, type SplitDraft } from './split-draft'

export interface SplitDraftState {
  /** What the bar shows: the draft, or the live split. */
  draft: SplitDraft
  live: SplitDraft
  changed: boolean
  /** The route has moved on since the draft was begun; nothing may be applied until the person has chosen. */
  overtaken: boolean
  change: (draft: SplitDraft) => void
  discard: () => void
  /** Puts the draft on the live route; undefined when it no longer fits. */
  keep: (() => void) | undefined
}

/** The draft of one rule's split. It survives every refresh of the service; only the person ends it. */
export function useSplitDraft(route: RouteDto, rule: RuleDto, stable: string | undefined): SplitDraftState {
  const [stored, setStored] = useState<SplitDraft | null>(null)
  const live = draftOf(rule, route.revision, stable)
  const moved = stored !== null && stored.revision !== route.revision
  const rebased = moved ? rebase(stored, rule, route.revision, stable) : null
  // Locks alone are worth keeping, but no reason to ask anyone anything.
  const idle = stored !== null && !isChanged(stored)
  const draft =
    stored === null
      ? live
      : moved && idle
        ? rebased === null
          ? live
          : { ...rebased, weights: live.weights }
        : stored
  return {
    draft,
    live,
    changed: isChanged(draft),
    overtaken: moved && !idle,
    change: setStored,
    discard: () => setStored(null),
    keep: rebased === null ? undefined : () => setStored(rebased),
  }
}
