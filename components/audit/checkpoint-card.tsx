'use client'
import { useQuery } from '@tanstack/react-query'
import { Card } from '@/components/ui/card'
import { CopyButton } from '@/components/ui/copy-button'
import { formatCount } from '@/components/ui/format-number'
import { QueryState } from '@/components/ui/query-state'
import { Skeleton } from '@/components/ui/skeleton'
import { cn } from '@/lib/cn'
import type { CheckpointPageDto } from '@/lib/contracts/audit-checkpoints'
import { checkpointsQuery } from '@/lib/queries/audit'
import { checkpointWords } from './checkpoint-words'
import { EventTime } from './event-time'
import { VerifyOffline } from './verify-offline'

/** The newest signed checkpoint: how old, by which key, and whether it is out of the database's reach. */
export function CheckpointCard() {
  const query = useQuery(checkpointsQuery())
  return (
    <div className="mb-4" data-print="hide">
      <QueryState
        query={query}
        title="The checkpoints could not be read"
        skeleton={<Skeleton className="h-28" />}
      >
        {(page) => <Shown page={page} />}
      </QueryState>
    </div>
  )
}

function Shown({ page: { state } }: { page: CheckpointPageDto }) {
  const { newest, words } = state
  const { title, sign, kept } = checkpointWords(state)
  return (
    <Card data-testid="audit-checkpoint" data-from={state.from} data-ok={state.ok}>
      <h2 className="font-semibold">
        <span aria-hidden className={`mr-2 ${sign.className}`}>
          {sign.glyph}
        </span>
        {title}
      </h2>
      {newest !== null && (
        <p className="mt-1 flex flex-wrap items-center gap-x-1.5 text-sm text-muted">
          <span>
            event {formatCount(newest.seq)}, epoch {newest.epoch}
          </span>
          <code className="font-mono text-xs break-all max-sm:hidden">{newest.hash}</code>
          <CopyButton text={JSON.stringify(newest)} label="Copy the checkpoint, signature included" />
          <span>
            signed <EventTime at={newest.time} /> by key{' '}
            <code className="font-mono text-xs text-text">{newest.key}</code>
          </span>
        </p>
      )}
      <p className="mt-1 text-sm">{words}</p>
      <p className={cn('mt-1 text-xs text-muted', state.from === 'outside' && 'max-sm:hidden')}>{kept}</p>
      <VerifyOffline signed={newest !== null} />
    </Card>
  )
}
