'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, DialogContent, DialogFooter } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { formatUtc } from '@/components/ui/format-time'
import { TextArea } from '@/components/ui/input'
import { QueryState } from '@/components/ui/query-state'
import { useToast } from '@/components/ui/toast'
import type { IncidentDto } from '@/lib/contracts/audit-checkpoints'
import { incidentsQuery, useAcknowledgeIncident } from '@/lib/queries/audit'
import { lostWords } from './lost-words'

interface AcceptRollbackProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** What was lost of the audit log, and the word of a person that it may go on without it. */
export function AcceptRollback({ open, onOpenChange }: AcceptRollbackProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      {open && (
        <DialogContent
          title="The audit log went back"
          description="The database was put back to an earlier state, or rewritten. What is missing cannot be brought back from here. Keep the database as it is, the checkpoints and the last export before you accept."
        >
          <Open onDone={() => onOpenChange(false)} />
        </DialogContent>
      )}
    </Dialog>
  )
}

function Open({ onDone }: { onDone: () => void }) {
  const query = useQuery(incidentsQuery())
  return (
    <QueryState query={query} title="What was lost could not be read">
      {({ items }) => {
        const [first, ...more] = items.filter(({ state }) => state === 'open').toReversed()
        if (first === undefined) return <p className="text-sm">Somebody has accepted it. Moves go on.</p>
        return <Incident key={first.id} incident={first} more={more.length} onDone={onDone} />
      }}
    </QueryState>
  )
}

interface IncidentProps {
  incident: IncidentDto
  /** How many others wait after it. */
  more: number
  onDone: () => void
}

function Incident({ incident, more, onDone }: IncidentProps) {
  const [reason, setReason] = useState('')
  const toast = useToast()
  const { mutate, isPending, error } = useAcknowledgeIncident()
  const { id, words, detectedAt, source, eventSeq } = incident
  const lacks = reason.trim() === ''
  const accept = () => {
    if (lacks || isPending) return
    mutate(
      { id, reason: reason.trim() },
      {
        onSuccess: () => {
          if (more > 0) return
          toast({
            title: 'Accepted',
            detail: 'Moves and releases go on. It is in the audit log with your reason.',
          })
          onDone()
        },
      },
    )
  }
  return (
    <form
      className="flex flex-col gap-3 text-sm"
      onSubmit={(event) => {
        event.preventDefault()
        accept()
      }}
    >
      <p>{words}</p>
      <p className="font-medium">{lostWords(incident)}</p>
      <p className="text-xs text-muted">
        Seen {formatUtc(detectedAt)} UTC against the checkpoint {source === 'outside' ? 'outside' : 'in'} the
        database;{' '}
        <Link href={`/audit/${eventSeq}`} className="underline underline-offset-2" onClick={onDone}>
          event {eventSeq}
        </Link>{' '}
        records it and begins a new epoch.{more > 0 && ` ${more} more after this one.`}
      </p>
      <label className="flex flex-col gap-1">
        <span className="text-muted">What happened, for whoever reads the log later</span>
        <TextArea
          data-testid="rollback-reason"
          rows={3}
          maxLength={1000}
          required
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
      </label>
      {error !== null && <ErrorState title="It was not accepted" error={error} />}
      <DialogFooter>
        <Button onClick={onDone}>Not now</Button>
        <Button
          type="submit"
          variant="danger"
          data-testid="rollback-accept"
          aria-disabled={lacks || isPending}
        >
          {isPending ? 'Accepting…' : 'Accept the loss, go on'}
        </Button>
      </DialogFooter>
    </form>
  )
}
