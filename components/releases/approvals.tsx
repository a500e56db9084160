'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { CopyButton } from '@/components/ui/copy-button'
import { Card } from '@/components/ui/card'
import { TextArea } from '@/components/ui/input'
import { TimeAgo } from '@/components/ui/time-ago'
import type { ReleaseDto } from '@/lib/contracts/releases'
import { meQuery } from '@/lib/queries/me'
import { useCan } from '@/lib/queries/use-can'
import { useApproval } from '@/lib/queries/use-release-verbs'
import { ActionButton } from './action-button'
import { approvalWanted, ownRelease, standingWords, type ApprovalWanted } from './approval-words'
import { lengthWords } from './length-words'
import { Notice } from './notice'
import { ProblemNotice } from './problem-notice'
import { problemWords } from './problem-words'
import { peopleWords } from './step-words'

/** What approval is waited for with the buttons that give it, and every word that was given. */
export function Approvals({ release }: { release: ReleaseDto }) {
  const wanted = approvalWanted(release)
  return (
    <>
      {wanted !== undefined && <Wanted release={release} wanted={wanted} />}
      {release.approvals.length > 0 && <Given release={release} />}
    </>
  )
}

function Wanted({ release, wanted }: { release: ReleaseDto; wanted: ApprovalWanted }) {
  const [reason, setReason] = useState('')
  const { mutate, isPending, variables, error, reset } = useApproval()
  const { data: me } = useQuery(meQuery())
  const may = useCan('approve', release.service)
  const rights = may.allowed ? ownRelease(release, me?.name) : (may.reason ?? 'Your rights are being read.')
  const block = rights ?? (isPending ? 'Under way.' : undefined)
  const note = reason.trim()
  const send = (decision: 'approve' | 'reject') =>
    mutate(
      { id: release.id, decision, planHash: release.planHash, ...(note === '' ? {} : { reason: note }) },
      { onSuccess: () => setReason('') },
    )
  const missing = wanted.count - wanted.given
  return (
    <Notice tone="canary" title={`Waits for approval ${wanted.before}`} testId="approval-wanted">
      <p>
        {wanted.count === 1
          ? 'One person other than its maker has to approve.'
          : `${wanted.given} of ${wanted.count} approved; ${missing} more.`}
        {wanted.expiresSeconds > 0 && (
          <span className="text-muted"> An approval holds for {lengthWords(wanted.expiresSeconds)}.</span>
        )}
      </p>
      <p className="flex flex-wrap items-center gap-x-1 text-muted">
        An approval is for exactly this plan:
        <code className="font-mono text-xs text-text">{release.planHash.slice(0, 12)}…</code>
        <CopyButton text={release.planHash} label="Copy the hash of the plan to approve" />
      </p>
      {error !== null && <ProblemNotice words={problemWords(error, 'Approval')} onDismiss={reset} />}
      {rights === undefined && (
        <label className="flex flex-col gap-1">
          <span className="text-muted">Reason, if you like</span>
          <TextArea
            data-testid="approval-reason"
            rows={1}
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <ActionButton
          data-testid="approve"
          variant="next"
          hint={`Counts once, for this plan; it goes on when ${peopleWords(wanted.count)} approved.`}
          block={block}
          onClick={() => send('approve')}
        >
          {isPending && variables.decision === 'approve' ? 'Approving…' : 'Approve'}
        </ActionButton>
        <ActionButton
          data-testid="reject"
          variant="danger"
          hint={wanted.step === undefined ? 'Sends it back to a draft.' : 'Keeps it from going on.'}
          block={block}
          onClick={() => send('reject')}
        >
          {isPending && variables.decision === 'reject' ? 'Rejecting…' : 'Reject'}
        </ActionButton>
        {rights !== undefined && (
          <span data-testid="approval-block" className="text-muted">
            {rights}
          </span>
        )}
      </div>
    </Notice>
  )
}

function Given({ release }: { release: ReleaseDto }) {
  return (
    <Card title="Approvals">
      <ul className="flex flex-col divide-y divide-line text-sm" data-testid="approvals">
        {release.approvals.map(({ id, decision, who, planHash, at, expiresAt, reason, standing }) => (
          <li key={id} className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 py-2 first:pt-0 last:pb-0">
            <span className={decision === 'approve' ? 'text-ok' : 'text-failing'}>
              <span aria-hidden>{decision === 'approve' ? '✓' : '✕'}</span>{' '}
              {decision === 'approve' ? 'approved' : 'rejected'}
            </span>
            <b className="font-semibold">{who}</b>
            <TimeAgo at={at} className="text-muted" />
            <span className="text-muted">
              {standingWords[standing]}
              {standing === 'open' && (
                <>
                  , expires <TimeAgo at={expiresAt} />
                </>
              )}
            </span>
            <code className="font-mono text-xs text-muted" title={planHash}>
              {planHash.slice(0, 8)}
            </code>
            {reason !== undefined && <span className="basis-full text-muted">“{reason}”</span>}
          </li>
        ))}
      </ul>
    </Card>
  )
}
