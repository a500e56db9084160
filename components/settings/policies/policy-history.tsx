'use client'
import { useQuery } from '@tanstack/react-query'
import { Fragment, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { QueryState } from '@/components/ui/query-state'
import { Table, Td, Th } from '@/components/ui/table'
import { TimeAgo } from '@/components/ui/time-ago'
import type { PolicyEntryDto } from '@/lib/contracts/policies'
import { policyQuery } from '@/lib/queries/policies'
import { stateWords } from './policy-words'
import { TextDiff } from './text-diff'

interface PolicyHistoryProps {
  entries: readonly PolicyEntryDto[]
  more: boolean
  onMore: () => void
}

/** Former texts, newest first, each with what it changed. */
export function PolicyHistory({ entries, more, onMore }: PolicyHistoryProps) {
  const [open, setOpen] = useState<string>()
  if (entries.length === 0)
    return (
      <Card title="Before">
        <EmptyState
          title="The policy has not changed yet"
          todo="Every change will stand here, with who made it."
        />
      </Card>
    )
  return (
    <Card title="Before">
      <Table label="Former policies">
        <thead>
          <tr>
            <Th>Revision</Th>
            <Th>When</Th>
            <Th>From</Th>
            <Th>What became of it</Th>
            <Th>Reason</Th>
            <Th className="relative">
              <span className="sr-only">Changes</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => {
            const shown = open === entry.revision
            return (
              <Fragment key={entry.revision}>
                <tr data-testid="policy-history-row">
                  <Td>{entry.revision}</Td>
                  <Td>
                    <TimeAgo at={entry.at} />
                  </Td>
                  <Td>{entry.source === 'file' ? 'the policy file' : entry.author.name}</Td>
                  <Td>{stateWords(entry)}</Td>
                  <Td className="max-w-72 break-words">{entry.reason}</Td>
                  <Td numeric>
                    <Button
                      size="sm"
                      aria-expanded={shown}
                      aria-label={`What revision ${entry.revision} changed`}
                      onClick={() => setOpen(shown ? undefined : entry.revision)}
                    >
                      {shown ? 'Hide' : 'Changes'}
                    </Button>
                  </Td>
                </tr>
                {shown && (
                  <tr>
                    <Td colSpan={6}>
                      <Changed revision={entry.revision} />
                    </Td>
                  </tr>
                )}
              </Fragment>
            )
          })}
        </tbody>
      </Table>
      {more && (
        <Button size="sm" className="mt-3" onClick={onMore}>
          Older ones
        </Button>
      )}
    </Card>
  )
}

function Changed({ revision }: { revision: string }) {
  const query = useQuery(policyQuery(revision))
  return (
    <QueryState query={query} title="This text could not be read">
      {({ text, before }) => (
        <TextDiff
          before={before?.text ?? ''}
          after={text}
          label={`Lines that revision ${revision} changed`}
        />
      )}
    </QueryState>
  )
}
