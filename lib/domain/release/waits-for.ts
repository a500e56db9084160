import type { HoldCause, ReleaseRecord } from './release'

/** What a release may want of a person. */
export type WaitingKind =
  'approval' | 'inconclusive' | 'drift' | 'metrics-gone' | 'refused' | 'paused' | 'failed'

const kinds: Record<HoldCause, WaitingKind> = {
  drift: 'drift',
  // The rules were taken away around Aviary.
  missing: 'drift',
  metrics: 'metrics-gone',
  inconclusive: 'inconclusive',
  split: 'inconclusive',
  refused: 'refused',
}

/** Why a release cannot go on without a person; undefined where it goes on by itself or has ended well. */
export function waitsFor(release: ReleaseRecord): WaitingKind | undefined {
  switch (release.state) {
    case 'awaiting-approval':
      return 'approval'
    case 'running':
      return release.plan.steps[release.stepIndex]?.kind === 'approval' ? 'approval' : undefined
    case 'holding':
      return kinds[release.holdCause ?? 'inconclusive']
    case 'paused':
    case 'failed':
      return release.state
    default:
      return undefined
  }
}

/** RFC 3339: since when it waits. Records of the first schema know only their log. */
export function waitsSince(release: ReleaseRecord): string {
  const state = release.stateSince ?? release.log.at(-1)?.at ?? release.createdAt
  return release.state === 'running' ? (release.stepSince ?? state) : state
}
