'use client'
import { useQuery } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { ErrorState } from '@/components/ui/error-state'
import { formatCount } from '@/components/ui/format-number'
import type { AuditVerifyDto } from '@/lib/contracts/audit'
import { ApiProblem } from '@/lib/queries/api-problem'
import { auditVerifyQuery } from '@/lib/queries/audit'
import { badWords } from './bad-words'
import { EventTime } from './event-time'
import { NoAuditPermission } from './no-audit-permission'

/** The button that has the server walk the whole chain, for the head of a page. */
export function VerifyButton() {
  const { isFetching, refetch } = useQuery(auditVerifyQuery())
  return (
    <Button
      data-testid="audit-verify"
      data-print="hide"
      aria-disabled={isFetching}
      onClick={() => void (isFetching ? undefined : refetch())}
    >
      <ShieldCheck className="size-4" aria-hidden />
      {isFetching ? 'Checking every event…' : 'Verify the chain'}
    </Button>
  )
}

/** What the last verification found; nothing before the first. */
export function VerifyResult() {
  const { data, error } = useQuery(auditVerifyQuery())
  return (
    <div aria-live="polite">
      {error !== null ? (
        <div className="mb-4">
          {error instanceof ApiProblem && error.code === 'forbidden' ? (
            <NoAuditPermission
              title="You may not verify the chain"
              verb="audit.verify"
              detail={error.message}
            />
          ) : (
            <ErrorState title="The chain could not be checked" error={error} />
          )}
        </div>
      ) : (
        data !== undefined && <Found result={data} />
      )}
    </div>
  )
}

function Found({ result }: { result: AuditVerifyDto }) {
  const { ok, events, head, checkedAt, firstBad, checkpoint } = result
  const agrees = ok && checkpoint.ok
  return (
    <div
      data-testid="audit-verified"
      data-ok={agrees}
      className={`mb-4 rounded-lg border bg-panel px-4 py-3 text-sm ${agrees ? 'border-line-strong' : 'border-failing'}`}
    >
      <p className="font-semibold">
        <span aria-hidden className={`mr-2 ${ok ? 'text-ok' : 'text-failing'}`}>
          {ok ? '✓' : '▲'}
        </span>
        {ok
          ? `Chain whole: ${formatCount(events)} events`
          : `Chain broken at event ${firstBad?.seq ?? head.seq + 1}: ${badWords(firstBad?.kind)}`}
      </p>
      <p className="mt-1 flex flex-wrap items-center gap-x-1.5 text-muted">
        <span>{ok ? 'head' : `${formatCount(events)} events before it are whole, the last good one is`}</span>
        <span>{formatCount(head.seq)}</span>
        <code className="font-mono text-xs break-all">{head.hash}</code>
        <CopyButton text={`${head.seq} ${head.hash}`} label="Copy number and hash of the head" />
        <span>
          checked <EventTime at={checkedAt} />
        </span>
        {firstBad !== undefined && (
          <Link href={`/audit/${firstBad.seq}`} className="text-text underline underline-offset-2">
            Look at event {firstBad.seq}
          </Link>
        )}
      </p>
      <p className="mt-1" data-testid="audit-verified-checkpoint">
        <span aria-hidden className={`mr-2 ${checkpoint.ok ? 'text-ok' : 'text-failing'}`}>
          {checkpoint.newest === null && checkpoint.ok ? '' : checkpoint.ok ? '✓' : '▲'}
        </span>
        {checkpoint.words}
      </p>
      <p className="mt-1 text-xs text-muted">
        {ok
          ? checkpoint.from === 'outside'
            ? 'The hashes show that nothing inside was changed; the checkpoint, that nothing up to it was rewritten or cut off.'
            : 'Keep number and hash of the head somewhere else: only what was kept elsewhere shows a chain that was rewritten to its end.'
          : 'Events from there on prove nothing. Keep a copy of the database as it is, and find out who could write to it. Traffic is not touched by this.'}
      </p>
    </div>
  )
}
