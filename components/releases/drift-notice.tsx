'use client'
import { useId, useState } from 'react'
import { Input } from '@/components/ui/input'
import type { ReleaseDto } from '@/lib/contracts/releases'
import { ActionButton } from './action-button'
import { Notice } from './notice'
import type { ReleaseActions } from './use-release-actions'
import { useVerbBlocks } from './use-verb-blocks'

/** Somebody else wrote the route: takes it as it is, or puts the step's own state back. */
export function DriftNotice({ release, actions }: { release: ReleaseDto; actions: ReleaseActions }) {
  const { resume } = useVerbBlocks(release)
  const [reason, setReason] = useState('')
  const id = useId()
  const busy = actions.pending === null ? undefined : 'The verb before is still under way.'
  const block = resume ?? busy
  const send = (drift: 'adopt' | 'restore') => actions.send('resume', { drift, reason })
  return (
    <Notice tone="degraded" title="The route was changed by somebody else" testId="drift-notice">
      <p>{release.waitingFor ?? 'The live route differs from what Aviary left.'}</p>
      <ul className="flex flex-col gap-1 text-muted">
        <li>
          <b className="font-semibold text-text">Adopt</b> keeps the route as it is now and goes on from the
          first step at or above its weight.
        </li>
        <li>
          <b className="font-semibold text-text">Restore</b> puts the split of the step in hand back; the
          change of the other writer is lost.
        </li>
      </ul>
      <div className="flex flex-wrap items-center gap-2">
        <label htmlFor={id} className="text-muted">
          Reason
        </label>
        <Input
          id={id}
          data-testid="drift-reason"
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          className="min-w-40 flex-1"
        />
        <ActionButton
          data-testid="drift-adopt"
          block={block}
          hint="Takes the route as it is."
          onClick={() => send('adopt')}
        >
          Adopt
        </ActionButton>
        <ActionButton
          data-testid="drift-restore"
          block={block}
          hint="Puts the step's own split back."
          onClick={() => send('restore')}
        >
          Restore
        </ActionButton>
      </div>
    </Notice>
  )
}
