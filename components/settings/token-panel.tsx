'use client'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { QueryState } from '@/components/ui/query-state'
import { SearchField } from '@/components/ui/search-field'
import type { CreatedTokenDto } from '@/lib/contracts/access'
import { meQuery } from '@/lib/queries/me'
import { tokensQuery } from '@/lib/queries/tokens'
import { mayOthers } from './may-others'
import { MoreButton } from './more-button'
import { NewSecret } from './new-secret'
import { rolesForTokens } from './token-draft'
import { TokenForm } from './token-form'
import { TokenTable } from './token-table'

/** My API tokens: make one, see its secret once, revoke; for those who may, the tokens of all people. */
export function TokenPanel() {
  const tokens = useInfiniteQuery(tokensQuery({ all: false }))
  const me = useQuery(meQuery())
  const [created, setCreated] = useState<z.infer<typeof CreatedTokenDto>>()
  return (
    <div className="flex flex-col gap-4">
      {created !== undefined && <NewSecret token={created} onDone={() => setCreated(undefined)} />}
      <QueryState query={me} title="Your roles could not be read">
        {(person) => <TokenForm roles={rolesForTokens(person)} onCreated={setCreated} />}
      </QueryState>
      <Card title="My tokens">
        <QueryState query={tokens} title="Your tokens could not be read">
          {({ pages }) => {
            const mine = pages.flatMap(({ items }) => items)
            return mine.length === 0 ? (
              <EmptyState title="No tokens yet" todo="A pipeline needs one to start and watch releases." />
            ) : (
              <TokenTable label="My tokens" tokens={mine} whose={false} />
            )
          }}
        </QueryState>
        <MoreButton query={tokens} />
      </Card>
      {mayOthers(me.data) && <AllTokens />}
    </div>
  )
}

function AllTokens() {
  const [search, setSearch] = useState('')
  const query = useInfiniteQuery(tokensQuery({ all: true, search: search === '' ? undefined : search }))
  return (
    <Card title="Tokens of all people">
      <div className="mb-3">
        <SearchField
          label="Search tokens by name or person"
          placeholder="Name or person"
          value={search}
          onSearch={(text) => setSearch(text.trim())}
        />
      </div>
      <QueryState query={query} title="The tokens could not be read">
        {({ pages }) => {
          const tokens = pages.flatMap(({ items }) => items)
          return tokens.length === 0 ? (
            <EmptyState
              title="There is no such token"
              todo="Search by a part of its name or of its person's."
            />
          ) : (
            <TokenTable label="Tokens of all people" tokens={tokens} whose />
          )
        }}
      </QueryState>
      <MoreButton query={query} />
    </Card>
  )
}
