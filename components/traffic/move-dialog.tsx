'use client'
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, DialogContent, DialogFooter } from '@/components/ui/dialog'
import { Input } from '@/components/ui/input'
import { Skeleton } from '@/components/ui/skeleton'
import { useToast } from '@/components/ui/toast'
import type { MoveRequest } from '@/lib/queries/move-call'
import { previewQuery, useMove } from '@/lib/queries/use-move'
import { FindingList } from './finding-list'
import { isRefusal } from './is-refusal'
import { unwrittenReason, useOverridden } from './override-gate'
import { PatchView } from './patch-view'
import { ProblemNote } from './problem-note'
import { useSettled } from './split-bar/use-settled'

interface MoveDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description: string
  /** Null while the fields above don't make a move yet. */
  request: MoveRequest | null
  /** On the button: "Start the mirror". */
  confirm: string
  /** In the toast: "Mirror to v2 started". */
  done: string
  /** Fields that shape the request. */
  children?: ReactNode
}

/** Any move but the split itself: its fields, its patch before it is sent, a reason, and one button. */
export function MoveDialog(props: MoveDialogProps) {
  return (
    <Dialog open={props.open} onOpenChange={props.onOpenChange}>
      {props.open && <MoveForm {...props} />}
    </Dialog>
  )
}

const REST_MS = 250

function MoveForm({ onOpenChange, title, description, request, confirm, done, children }: MoveDialogProps) {
  const [reason, setReason] = useState('')
  const overridden = useOverridden()
  const asked =
    request === null || overridden === null
      ? request
      : { ...request, override: true, reason: unwrittenReason }
  const preview = useQuery(previewQuery(useSettled(asked, REST_MS)))
  const move = useMove()
  const toast = useToast()
  const refused = isRefusal(preview.error)
  const unsaid = overridden !== null && reason.trim() === ''
  const why = overridden === null ? 'Why? (optional)' : `Why against ${overridden}? (needed)`
  const send = () => {
    if (asked === null || refused || unsaid || move.isPending) return
    move.mutate(
      { ...asked, reason },
      {
        onSuccess: ({ outcome }) => {
          onOpenChange(false)
          toast(
            outcome === 'applied'
              ? { title: done }
              : { title: 'The outcome is not known yet', detail: 'History shows it as soon as it is.' },
          )
        },
      },
    )
  }
  return (
    <DialogContent title={title} description={description}>
      {children}
      {preview.data !== undefined && (
        <>
          <PatchView diff={preview.data.diff} />
          <FindingList findings={preview.data.findings} />
        </>
      )}
      {preview.isFetching && preview.data === undefined && <Skeleton className="h-14" />}
      {preview.error !== null && (
        <ProblemNote
          label={refused ? 'This would be refused' : 'The change could not be checked'}
          error={preview.error}
        />
      )}
      <Input
        aria-label={why}
        placeholder={why}
        required={overridden !== null}
        maxLength={1000}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
        className="h-9 w-full shrink-0"
      />
      {move.error !== null && <ProblemNote label="Not done" error={move.error} />}
      <DialogFooter>
        <Button onClick={() => onOpenChange(false)}>Cancel</Button>
        <Button
          variant="next"
          data-testid="confirm-move"
          onClick={send}
          disabled={request === null || refused || unsaid || move.isPending}
        >
          {move.isPending ? 'Sending…' : confirm}
        </Button>
      </DialogFooter>
    </DialogContent>
  )
}
