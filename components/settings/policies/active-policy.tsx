'use client'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { CopyButton } from '@/components/ui/copy-button'
import { TimeAgo } from '@/components/ui/time-ago'
import type { PoliciesDto } from '@/lib/contracts/policies'

interface ActivePolicyProps {
  policies: PoliciesDto
  onEdit: () => void
}

/** The text in force, since when and by whom, and the way to another one or why there is none. */
export function ActivePolicy({ policies, onEdit }: ActivePolicyProps) {
  const { active, twoPersons, edit } = policies
  return (
    <Card
      title="In force"
      aside={
        <span className="flex flex-wrap items-center gap-2">
          <Badge>revision {active.revision}</Badge>
          {twoPersons && <Badge tone="info">two persons change it</Badge>}
        </span>
      }
    >
      <p className="text-sm">
        {active.source === 'file' ? 'From the policy file' : `Changed in Aviary by ${active.author.name}`},{' '}
        <TimeAgo at={active.decided?.at ?? active.at} />
        {active.decided !== undefined && `, approved by ${active.decided.by.name}`}.
      </p>
      {active.reason !== undefined && <p className="mt-1 text-sm break-words">“{active.reason}”</p>}
      <pre
        aria-label="Text of the access policy"
        role="region"
        tabIndex={0}
        data-testid="policy-text"
        className="mt-3 max-h-112 overflow-auto rounded-md border border-line bg-bg p-3 font-mono text-xs leading-5"
      >
        {active.text}
      </pre>
      <div className="mt-3 flex flex-wrap items-center gap-3">
        {edit.allowed ? (
          <Button data-testid="policy-edit" onClick={onEdit}>
            {twoPersons ? 'Propose another text' : 'Change it'}
          </Button>
        ) : (
          <p className="text-sm" data-testid="policy-read-only">
            <span aria-hidden className="mr-2">
              ⊘
            </span>
            You may read it and not change it: {edit.reason}{' '}
            {edit.rule !== 'default' && <code className="font-mono text-xs break-words">{edit.rule}</code>}
          </p>
        )}
        <CopyButton text={active.text} label="Copy the policy" />
        <p className="text-xs text-muted">
          The newest change counts: a new content of the policy file replaces what was changed here.
        </p>
      </div>
    </Card>
  )
}
