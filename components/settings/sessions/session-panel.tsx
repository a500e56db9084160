'use client'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { QueryState } from '@/components/ui/query-state'
import { SearchField } from '@/components/ui/search-field'
import { meQuery } from '@/lib/queries/me'
import { sessionsQuery } from '@/lib/queries/sessions'
import { mayOthers } from '../may-others'
import { MoreButton } from '../more-button'
import { EndSessions } from './end-sessions'
import { SessionTable } from './session-table'

/** Where I am signed in, and for those who may, where everybody is. */
export function SessionPanel() {
  const me = useQuery(meQuery())
  return (
    <div className="flex flex-col gap-4">
      <OwnSessions />
      {mayOthers(me.data) && <AllSessions />}
    </div>
  )
}

function OwnSessions() {
  const query = useInfiniteQuery(sessionsQuery({ all: false }))
  const [leaving, setLeaving] = useState(false)
  const others = query.data?.pages.flatMap(({ items }) => items).filter(({ current }) => !current) ?? []
  return (
    <Card
      title="My sessions"
      aside={
        others.length > 0 && (
          <Button size="sm" data-testid="sessions-end-others" onClick={() => setLeaving(true)}>
            Sign out everywhere else
          </Button>
        )
      }
    >
      <QueryState query={query} title="Your sessions could not be read">
        {({ pages }) => (
          <SessionTable label="My sessions" sessions={pages.flatMap(({ items }) => items)} whose={false} />
        )}
      </QueryState>
      <MoreButton query={query} />
      <EndSessions
        sessions={others}
        open={leaving}
        title="Sign out everywhere else?"
        onDone={() => setLeaving(false)}
      />
    </Card>
  )
}

function AllSessions() {
  const [search, setSearch] = useState('')
  const query = useInfiniteQuery(sessionsQuery({ all: true, search: search === '' ? undefined : search }))
  return (
    <Card title="Sessions of all people">
      <div className="mb-3">
        <SearchField
          label="Search sessions by person"
          placeholder="Name or subject"
          value={search}
          onSearch={(text) => setSearch(text.trim())}
        />
      </div>
      <QueryState query={query} title="The sessions could not be read">
        {({ pages }) => {
          const sessions = pages.flatMap(({ items }) => items)
          return sessions.length === 0 ? (
            <EmptyState
              title="Nobody of that name is signed in"
              todo="Search by a part of the name or subject."
            />
          ) : (
            <SessionTable label="Sessions of all people" sessions={sessions} whose />
          )
        }}
      </QueryState>
      <MoreButton query={query} />
    </Card>
  )
}
