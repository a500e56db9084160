'use client'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { QueryState } from '@/components/ui/query-state'
import type { PoliciesDto } from '@/lib/contracts/policies'
import { meQuery } from '@/lib/queries/me'
import { policiesQuery } from '@/lib/queries/policies'
import { ActivePolicy } from './active-policy'
import { PolicyEditor } from './policy-editor'
import { PolicyHistory } from './policy-history'
import { ProposalCard } from './proposal-card'

/** The access policy: what is in force, what is proposed, what was before, and another text for whoever may. */
export function PoliciesPanel() {
  const me = useQuery(meQuery())
  return (
    <QueryState query={me} title="What you may do could not be read">
      {({ permissions }) =>
        permissions.some(({ verb }) => verb === 'policy.edit' || verb === 'audit.read') ? (
          <Panel />
        ) : (
          <EmptyState
            title="You may not read the access policy"
            meaning="It names all groups and people. Admins read and change it, auditors read it."
            todo="What you may do yourself, and by which rule, stands under Who I am."
          />
        )
      }
    </QueryState>
  )
}

function Panel() {
  const query = useInfiniteQuery(policiesQuery())
  const [editing, setEditing] = useState(false)
  return (
    <QueryState query={query} title="The access policy could not be read">
      {({ pages }) => {
        const [policies] = pages
        if (policies === undefined) return null
        return (
          <div className="flex flex-col gap-4">
            <Problems problems={policies.problems} />
            {policies.proposed.map((proposal) => (
              <ProposalCard key={proposal.revision} proposal={proposal} policies={policies} />
            ))}
            {editing ? (
              <PolicyEditor policies={policies} onDone={() => setEditing(false)} />
            ) : (
              <ActivePolicy policies={policies} onEdit={() => setEditing(true)} />
            )}
            <PolicyHistory
              entries={pages.flatMap(({ history }) => history)}
              more={query.hasNextPage}
              onMore={() => void query.fetchNextPage()}
            />
          </div>
        )
      }}
    </QueryState>
  )
}

function Problems({ problems }: { problems: PoliciesDto['problems'] }) {
  const words = [
    ...(problems.file === undefined
      ? []
      : [`The policy file is not acceptable, so it was not taken: ${problems.file}`]),
    ...(problems.active === undefined ? [] : [problems.active]),
  ]
  if (words.length === 0) return null
  return (
    <Card title="The last good policy stays in force" role="alert" className="border-degraded">
      {words.map((each) => (
        <p key={each} className="text-sm break-words">
          <span aria-hidden className="mr-2 text-degraded">
            ◆
          </span>
          {each}
        </p>
      ))}
    </Card>
  )
}
