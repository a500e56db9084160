'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent, DialogFooter } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { Table, Td, Th } from '@/components/ui/table'
import { TimeAgo } from '@/components/ui/time-ago'
import { useToast } from '@/components/ui/toast'
import { useNow } from '@/components/ui/use-now'
import type { TokenDto } from '@/lib/contracts/access'
import { useRevokeToken } from '@/lib/queries/tokens'
import { scopeWords } from './scope-draft'
import { Person } from './person'
import { sortTokens, tokenState } from './token-draft'

interface TokenTableProps {
  label: string
  tokens: readonly TokenDto[]
  /** Shows whose they are. */
  whose: boolean
}

/** Tokens with their reach and life; active ones can be revoked. */
export function TokenTable({ label, tokens, whose }: TokenTableProps) {
  const now = useNow()
  const [doomed, setDoomed] = useState<TokenDto>()
  return (
    <>
      <Table label={label}>
        <thead>
          <tr>
            <Th>Name</Th>
            {whose && <Th>Whose</Th>}
            <Th>Role</Th>
            <Th>Where</Th>
            <Th>Made</Th>
            <Th>Last used</Th>
            <Th>Ends</Th>
            <Th className="relative">
              <span className="sr-only">Revoke</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {sortTokens(tokens, now).map((token) => {
            const state = tokenState(token, now)
            return (
              <tr
                key={token.id}
                data-testid="token-row"
                data-state={state}
                className={`last:[&>td]:border-b-0 ${state === 'active' ? '' : 'text-muted'}`}
              >
                <Td className="font-medium">{token.name}</Td>
                {whose && (
                  <Td>
                    <Person {...token.owner} />
                  </Td>
                )}
                <Td>{token.role}</Td>
                <Td>{scopeWords(token.scope)}</Td>
                <Td>
                  <TimeAgo at={token.created} />
                </Td>
                <Td>{token.lastUsed === undefined ? 'never' : <TimeAgo at={token.lastUsed} />}</Td>
                <Td>
                  {state !== 'active' && <span className="mr-1">⊘ {state}</span>}
                  <TimeAgo at={token.revoked ?? token.expires} />
                </Td>
                <Td numeric>
                  {state === 'active' && (
                    <Button
                      variant="danger"
                      size="sm"
                      data-testid="token-revoke"
                      aria-label={`Revoke ${token.name}`}
                      onClick={() => setDoomed(token)}
                    >
                      Revoke
                    </Button>
                  )}
                </Td>
              </tr>
            )
          })}
        </tbody>
      </Table>
      <Dialog open={doomed !== undefined} onOpenChange={(open) => !open && setDoomed(undefined)}>
        {doomed !== undefined && <Confirm token={doomed} onDone={() => setDoomed(undefined)} />}
      </Dialog>
    </>
  )
}

function Confirm({ token, onDone }: { token: TokenDto; onDone: () => void }) {
  const revoke = useRevokeToken()
  const toast = useToast()
  const go = () =>
    revoke.mutate(token.id, {
      onSuccess: () => {
        toast({ title: `${token.name} is revoked` })
        onDone()
      },
    })
  return (
    <DialogContent
      title={`Revoke ${token.name}?`}
      description="From this moment everything that uses it is refused with 401. Releases that it started go on. This cannot be undone; a new token can be made."
    >
      {revoke.error !== null && <ErrorState title="The token was not revoked" error={revoke.error} />}
      <DialogFooter>
        <DialogClose asChild>
          <Button>Keep it</Button>
        </DialogClose>
        <Button
          variant="danger"
          data-testid="token-revoke-confirm"
          aria-disabled={revoke.isPending}
          onClick={() => (revoke.isPending ? undefined : go())}
        >
          {revoke.isPending ? 'Revoking…' : 'Revoke it'}
        </Button>
      </DialogFooter>
    </DialogContent>
  )
}
