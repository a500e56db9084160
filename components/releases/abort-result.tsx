'use client'
import { formatClock } from '@/components/ui/format-time'
import { useNow } from '@/components/ui/use-now'
import type { ReleaseDto } from '@/lib/contracts/releases'
import { problemWords } from './problem-words'
import { ProblemNotice } from './problem-notice'
import type { Abort } from './use-abort'

interface AbortResultProps {
  abort: Abort
  release: ReleaseDto
}

/** What became of an abort that was sent from here: under way, done, or the command to do it by hand. */
export function AbortResult({ abort, release }: AbortResultProps) {
  const { from } = release
  if (abort.pending) {
    return (
      <p role="status" className="rounded-md border border-failing px-3 py-2 text-sm">
        Aborting: all traffic is going back to {from}.
      </p>
    )
  }
  if (abort.error !== null) {
    return <ProblemNotice words={problemWords(abort.error, 'Abort')} onDismiss={abort.dismiss} />
  }
  if (abort.result === undefined) return null
  const ended = release.state === 'aborted' || abort.result.state === 'aborted'
  if (ended && release.state !== 'running') {
    return (
      <p
        role="status"
        data-testid="abort-result"
        className="rounded-md border border-line-strong px-3 py-2 text-sm"
      >
        <span aria-hidden className="mr-2 text-ok">
          ✓
        </span>
        Aborted: {from} has all the traffic again.
      </p>
    )
  }
  return release.state === 'aborting' ? <StillAborting release={release} /> : null
}

function StillAborting({ release }: { release: ReleaseDto }) {
  const now = useNow()
  const since = release.log.findLast(({ kind }) => kind === 'abort')?.at
  const seconds = since === undefined || now === 0 ? 0 : (now - Date.parse(since)) / 1000
  return (
    <p role="status" className="rounded-md border border-failing px-3 py-2 text-sm">
      The cluster has not confirmed the abort yet ({formatClock(seconds)}); Aviary keeps trying. Nothing has
      to be pressed again.
    </p>
  )
}
