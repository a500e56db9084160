'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { QueryState } from '@/components/ui/query-state'
import { TimeAgo } from '@/components/ui/time-ago'
import type { CallDto } from '@/lib/contracts/calls'
import { callsQuery } from '@/lib/queries/calls'

const states: Readonly<Record<CallDto['state'], { glyph: string; word: string; className: string }>> = {
  waiting: { glyph: '◌', word: 'waiting', className: 'text-info' },
  delivered: { glyph: '✓', word: 'delivered', className: 'text-ok' },
  'given-up': { glyph: '▲', word: 'given up', className: 'text-failing' },
}

/** Who was called about this release, and whether the call arrived; read only once it is opened. */
export function CallsCard({ release }: { release: string }) {
  const [open, setOpen] = useState(false)
  return (
    <details
      data-testid="calls"
      className="rounded-lg border border-line bg-panel p-4"
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="cursor-pointer text-sm font-semibold text-muted">Calls delivered</summary>
      {open && <Calls release={release} />}
    </details>
  )
}

function Calls({ release }: { release: string }) {
  const query = useInfiniteQuery(callsQuery(release))
  return (
    <div className="mt-3">
      <QueryState query={query} title="The calls could not be read">
        {({ pages }) => {
          const calls = pages.flatMap(({ items }) => items)
          if (calls.length === 0)
            return <p className="text-sm text-muted">Nobody was called about this release.</p>
          return (
            <>
              <ul className="flex flex-col divide-y divide-line text-sm">
                {calls.map((call) => (
                  <li key={call.id} className="py-2 first:pt-0">
                    <Call call={call} />
                  </li>
                ))}
              </ul>
              {query.hasNextPage && (
                <Button size="sm" className="mt-2" onClick={() => void query.fetchNextPage()}>
                  Older calls
                </Button>
              )}
            </>
          )
        }}
      </QueryState>
    </div>
  )
}

function Call({ call }: { call: CallDto }) {
  const sign = states[call.state]
  const last = call.attempts.at(-1)
  const tries = call.attempts.length === 1 ? '1 try' : `${call.attempts.length} tries`
  return (
    <>
      <p className="flex flex-wrap items-baseline gap-x-3">
        <b className="font-semibold">{call.event.replaceAll('-', ' ')}</b>
        <span className="text-muted">to {call.target}</span>
        <span className={sign.className}>
          <span aria-hidden>{sign.glyph}</span> {sign.word}
        </span>
        <TimeAgo at={call.createdAt} className="text-muted" />
      </p>
      <p className="text-xs text-muted">
        {tries}
        {last?.status !== undefined && `, answered ${last.status}`}
        {last?.error !== undefined && `, ${last.error}`}
        {call.nextAt !== undefined && call.state === 'waiting' && (
          <>
            , next <TimeAgo at={call.nextAt} />
          </>
        )}
      </p>
    </>
  )
}
