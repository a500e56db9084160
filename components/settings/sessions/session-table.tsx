'use client'
import { useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Table, Td, Th } from '@/components/ui/table'
import { TimeAgo } from '@/components/ui/time-ago'
import type { SessionDto } from '@/lib/contracts/access'
import { Person } from '../person'
import { agentWords } from './agent-words'
import { EndSessions } from './end-sessions'

interface SessionTableProps {
  label: string
  sessions: readonly SessionDto[]
  /** Shows whose they are. */
  whose: boolean
}

/** Live sessions: where they were begun, when they were used and when they end; each can be ended. */
export function SessionTable({ label, sessions, whose }: SessionTableProps) {
  const [doomed, setDoomed] = useState<SessionDto>()
  return (
    <>
      <Table label={label}>
        <thead>
          <tr>
            {whose && <Th>Person</Th>}
            <Th>Browser</Th>
            <Th>Address</Th>
            <Th>Signed in</Th>
            <Th>Last used</Th>
            <Th>Ends</Th>
            <Th className="relative">
              <span className="sr-only">End</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <tr key={session.id} data-testid="session-row" className="last:[&>td]:border-b-0">
              {whose && (
                <Td>
                  <Person name={session.name} subject={session.subject} />
                </Td>
              )}
              <Td>
                <span className="font-medium whitespace-nowrap">{agentWords(session.agent)}</span>
                {session.current && (
                  <Badge tone="ok" className="ml-2">
                    this one
                  </Badge>
                )}
              </Td>
              <Td className="font-mono text-xs">{session.address ?? 'unknown'}</Td>
              <Td>
                <TimeAgo at={session.created} />
              </Td>
              <Td>
                <TimeAgo at={session.lastSeen} />
              </Td>
              <Td>
                <TimeAgo at={session.expires} />
              </Td>
              <Td numeric>
                {!session.current && (
                  <Button
                    variant="danger"
                    size="sm"
                    data-testid="session-end"
                    aria-label={`End the session of ${whose ? session.name : 'mine'} in ${agentWords(session.agent)}`}
                    onClick={() => setDoomed(session)}
                  >
                    End
                  </Button>
                )}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
      <EndSessions
        sessions={doomed === undefined ? [] : [doomed]}
        open={doomed !== undefined}
        title={doomed === undefined ? '' : `End this session${whose ? ` of ${doomed.name}` : ''}?`}
        onDone={() => setDoomed(undefined)}
      />
    </>
  )
}
