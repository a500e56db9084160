'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { QueryState } from '@/components/ui/query-state'
import type { CreatedTokenDto } from '@/lib/contracts/access'
import { meQuery } from '@/lib/queries/me'
import { tokensQuery } from '@/lib/queries/tokens'
import { NewSecret } from './new-secret'
import { rolesForTokens } from './token-draft'
import { TokenForm } from './token-form'
import { TokenTable } from './token-table'

/** My API tokens: make one, see its secret once, revoke. */
export function TokenPanel() {
  const tokens = useQuery(tokensQuery())
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
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState title="No tokens yet" todo="A pipeline needs one to start and watch releases." />
            ) : (
              <TokenTable tokens={items} />
            )
          }
        </QueryState>
      </Card>
    </div>
  )
}
