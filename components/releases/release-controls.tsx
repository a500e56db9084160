'use client'
import { Pause, Play } from 'lucide-react'
import type { ReleaseDto } from '@/lib/contracts/releases'
import { AbortButton } from './abort-button'
import { approvalWanted } from './approval-words'
import { ActionButton } from './action-button'
import { MoreMenu } from './more-menu'
import type { Abort } from './use-abort'
import { useAbortKey } from './use-abort-key'
import { useArmed } from './use-armed'
import type { ReleaseActions } from './use-release-actions'
import { useVerbBlocks } from './use-verb-blocks'
import { promoteAsks } from './verb-dialogs'

interface ReleaseControlsProps {
  release: ReleaseDto
  actions: ReleaseActions
  abort: Abort
}

/** What can be done with a release: always all of it, always at the same place; on a phone at the lower edge. */
export function ReleaseControls({ release, actions, abort }: ReleaseControlsProps) {
  const blocks = useVerbBlocks(release)
  const armed = useArmed()
  useAbortKey(armed.arm)
  const busy = actions.pending === null ? undefined : 'The verb before is still under way.'
  // The one thing to be done next is then the approval.
  const approving = approvalWanted(release) !== undefined
  const isDraft = release.state === 'draft'
  const stands = release.state === 'paused' || release.state === 'holding'
  return (
    <div
      data-print="hide"
      className="flex items-center gap-2 max-md:fixed max-md:inset-x-0 max-md:bottom-14 max-md:z-30 max-md:border-t max-md:border-line-strong max-md:bg-panel max-md:px-3 max-md:py-2"
    >
      <MoreMenu release={release} actions={actions} blocks={blocks} />
      {stands ? (
        <ActionButton
          data-testid="resume"
          hint="Goes on with the same step; after a move by hand, with the first step at or above the live weight."
          block={blocks.resume ?? busy}
          onClick={() => actions.press('resume')}
        >
          <Play className="size-3.5" aria-hidden />
          <span className="max-md:sr-only">{actions.pending === 'resume' ? 'Resuming…' : 'Resume'}</span>
        </ActionButton>
      ) : (
        <ActionButton
          data-testid="pause"
          hint="Stops the timers; traffic stays as it is."
          block={blocks.pause ?? busy}
          onClick={() => actions.press('pause')}
        >
          <Pause className="size-3.5" aria-hidden />
          <span className="max-md:sr-only">{actions.pending === 'pause' ? 'Pausing…' : 'Pause'}</span>
        </ActionButton>
      )}
      <AbortButton
        abort={abort}
        armed={armed}
        what={`${release.service.name} ${release.from} → ${release.to}`}
        // However long the words beside it: this one is always wide enough for a thumb.
        className="max-md:min-w-28 max-md:flex-1"
      />
      {isDraft ? (
        <ActionButton
          data-testid="start-release"
          hint="Begins with the first step of the plan."
          variant="next"
          block={blocks.start ?? busy}
          onClick={() => actions.press('start')}
          className="max-md:flex-1"
        >
          {actions.pending === 'start' ? 'Starting…' : 'Start'}
        </ActionButton>
      ) : (
        <ActionButton
          data-testid="promote"
          hint={promoteHint(release)}
          variant={approving ? 'secondary' : 'next'}
          block={blocks.promote ?? busy}
          onClick={() => actions.press('promote')}
          className="min-w-0 max-md:flex-1 max-md:shrink"
        >
          <span className="truncate">
            {actions.pending === 'promote' ? (
              'Promoting…'
            ) : release.next === undefined ? (
              'Promote'
            ) : (
              <>
                <span className="max-md:sr-only">Promote: </span>
                {release.next}
              </>
            )}
          </span>
        </ActionButton>
      )}
    </div>
  )
}

function promoteHint(release: ReleaseDto): string {
  const asks = promoteAsks(release)
  const what =
    release.next === undefined ? 'Leaves the step in hand behind.' : `It will ${release.next} at once.`
  if (asks === 'override') return `${what} That goes past what is in the way and needs a reason.`
  return asks === 'promote' ? `${what} It needs a reason.` : what
}
