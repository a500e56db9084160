'use client'
import { useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Dialog, DialogClose, DialogContent, DialogFooter } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { Input } from '@/components/ui/input'
import { TimeAgo } from '@/components/ui/time-ago'
import type { PoliciesDto, ProposedPolicyDto } from '@/lib/contracts/policies'
import { useDecidePolicy } from '@/lib/queries/policies'
import { Field } from '../field'
import { stateWords } from './policy-words'
import { RightsChanges } from './rights-changes'
import { TextDiff } from './text-diff'

interface ProposalCardProps {
  proposal: ProposedPolicyDto
  policies: PoliciesDto
}

type Decision = 'approve' | 'reject'

/** A text that waits for a second person: what it changes, and what the viewer can say to it. */
export function ProposalCard({ proposal, policies: { active, edit } }: ProposalCardProps) {
  const [asked, setAsked] = useState<Decision>()
  const { author, at, reason, expires, own, state } = proposal
  const open = state === 'proposed'
  return (
    <Card
      title={`Proposed by ${author.name}`}
      aside={<Badge tone={open ? 'canary' : 'neutral'}>{stateWords(proposal)}</Badge>}
      data-testid="policy-proposal"
    >
      <p className="text-sm">
        <TimeAgo at={at} />
        {reason !== undefined && <span className="break-words">: “{reason}”</span>}
        {open && expires !== undefined && (
          <>
            . It ends <TimeAgo at={expires} />
          </>
        )}
        .
      </p>
      <div className="mt-3 flex flex-col gap-3">
        <TextDiff before={active.text} after={proposal.text} label="Proposed lines" />
        <RightsChanges changes={proposal.changes} />
        <div className="flex flex-wrap items-center gap-2">
          {open && edit.allowed && !own && (
            <Button data-testid="proposal-approve" onClick={() => setAsked('approve')}>
              Approve
            </Button>
          )}
          {open && edit.allowed && (
            <Button variant="danger" data-testid="proposal-reject" onClick={() => setAsked('reject')}>
              {own ? 'Withdraw' : 'Reject'}
            </Button>
          )}
          <p className="text-xs text-muted">{whyNot(proposal, edit)}</p>
        </div>
      </div>
      <Dialog open={asked !== undefined} onOpenChange={(next) => !next && setAsked(undefined)}>
        {asked !== undefined && (
          <Asking decision={asked} proposal={proposal} onDone={() => setAsked(undefined)} />
        )}
      </Dialog>
    </Card>
  )
}

function whyNot({ own, state }: ProposedPolicyDto, edit: PoliciesDto['edit']): string {
  if (state !== 'proposed') return 'Nobody can approve it any more: propose it again.'
  if (!edit.allowed) return `You cannot decide about it: ${edit.reason}`
  return own ? 'You proposed it: somebody else has to approve it.' : ''
}

function Asking({
  decision,
  proposal,
  onDone,
}: {
  decision: Decision
  proposal: ProposedPolicyDto
  onDone: () => void
}) {
  const [reason, setReason] = useState('')
  const decide = useDecidePolicy()
  const approves = decision === 'approve'
  const word = approves ? 'Approve it' : proposal.own ? 'Withdraw it' : 'Reject it'
  const go = () => {
    if (!decide.isPending)
      decide.mutate({ revision: proposal.revision, decision, reason }, { onSuccess: onDone })
  }
  return (
    <DialogContent
      title={`${word.replace(' it', '')} the policy of ${proposal.author.name}?`}
      description={
        approves
          ? 'It is in force at once, for every request and every open page, and you stand beside its author in the audit log.'
          : 'The policy in force stays. This proposal is over, another one can be made.'
      }
    >
      <Field label="Reason, if you like">
        {(attributes) => (
          <Input
            {...attributes}
            className="w-full"
            maxLength={1000}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        )}
      </Field>
      {decide.error !== null && (
        <ErrorState title="It was not decided" error={decide.error} meaning="The policy in force stays." />
      )}
      <DialogFooter>
        <DialogClose asChild>
          <Button>Not yet</Button>
        </DialogClose>
        <Button
          variant={approves ? 'next' : 'danger'}
          data-testid="proposal-confirm"
          aria-disabled={decide.isPending}
          onClick={go}
        >
          {decide.isPending ? 'Sending…' : word}
        </Button>
      </DialogFooter>
    </DialogContent>
  )
}
