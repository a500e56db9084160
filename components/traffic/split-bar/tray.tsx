'use client'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { Skeleton } from '@/components/ui/skeleton'
import type { OperationDto } from '@/lib/contracts/moves'
import { FindingList } from '../finding-list'
import { isRefusal } from '../is-refusal'
import { PatchView } from '../patch-view'
import { ProblemNote } from '../problem-note'

export interface TrayProps {
  service: string
  /** "v2 10 % → 25 %". */
  change: string
  /** "about 38 of 150 requests a second", or empty. */
  traffic: string
  preview: { data: OperationDto | undefined; error: Error | null }
  /** What will happen to the edit, where another tool owns the route. */
  owner?: { tool: string; note: string } | undefined
  askReason: boolean
  reasonNeeded: boolean
  reason: string
  onReason: (reason: string) => void
  /** Why Apply can't be pressed. */
  blocked?: string | undefined
  applying: boolean
  error: Error | null
  onApply: () => void
  onDiscard: () => void
}

/** Slides up under a changed split: what it does in words and as a patch, and the two ways on. */
export function Tray(props: TrayProps) {
  const { preview, owner, blocked, error } = props
  const why = props.reasonNeeded ? 'Why? (needed)' : 'Why? (optional)'
  return (
    <section
      aria-label="Change that is not applied yet"
      data-testid="tray"
      className="mt-3 flex animate-rise flex-col gap-3 rounded-xl border border-canary bg-raised p-4"
    >
      <p className="text-base" data-testid="change-words">
        {props.service}: <b className="font-semibold">{props.change}</b>
        {props.traffic === '' ? '' : `, ${props.traffic}`}
      </p>
      {preview.data !== undefined ? (
        <>
          <PatchView diff={preview.data.diff} />
          <FindingList findings={preview.data.findings} />
        </>
      ) : preview.error === null ? (
        <Skeleton className="h-14" />
      ) : (
        <ProblemNote
          label={isRefusal(preview.error) ? 'This would be refused' : 'The change could not be checked'}
          error={preview.error}
        />
      )}
      {owner !== undefined && (
        <p className="text-sm text-degraded">
          <span aria-hidden>◆</span> {owner.tool} owns this object. {owner.note}
        </p>
      )}
      {props.askReason && (
        <Input
          aria-label={why}
          placeholder={why}
          required={props.reasonNeeded}
          data-testid="reason"
          maxLength={1000}
          value={props.reason}
          onChange={({ target }) => props.onReason(target.value)}
          className="h-9 w-full"
        />
      )}
      {error !== null && <ProblemNote label="Not applied" error={error} />}
      {blocked !== undefined && (
        <p data-testid="blocked-reason" className="text-sm text-muted">
          {blocked}
        </p>
      )}
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Button data-testid="discard" onClick={props.onDiscard} disabled={props.applying}>
          Discard <small className="font-normal opacity-75">Esc</small>
        </Button>
        <Button
          variant="next"
          data-testid="apply"
          onClick={props.onApply}
          disabled={props.applying || blocked !== undefined}
        >
          {props.applying ? 'Applying…' : 'Apply'} <small className="font-normal opacity-75">⌘↵</small>
        </Button>
      </div>
    </section>
  )
}
