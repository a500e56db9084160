'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { QueryState } from '@/components/ui/query-state'
import { SkeletonRows } from '@/components/ui/skeleton'
import { TimeAgo } from '@/components/ui/time-ago'
import type { WaitingDto } from '@/lib/contracts/calls'
import { cn } from '@/lib/cn'
import { waitingQuery } from '@/lib/queries/waiting'
import { mayWords, waitingKey, waitingSigns } from './waiting-words'

/** The queue of what goes on only when a person does something, the longest wait first. */
export function WaitingList() {
  const query = useQuery(waitingQuery())
  const count = query.data?.items.length ?? 0
  return (
    <section aria-labelledby="waiting" data-testid="waiting">
      <h2 id="waiting" className="mb-2 text-sm font-semibold text-muted">
        Waits for a human
        {count > 0 && <span className="ml-2 text-text">{count}</span>}
      </h2>
      <QueryState
        query={query}
        title="What waits could not be read"
        skeleton={<SkeletonRows rows={2} label="Loading what waits for a human" />}
      >
        {({ items }) =>
          items.length === 0 ? (
            <p className="rounded-lg border border-line bg-panel px-4 py-3 text-sm text-muted">
              Nothing does. Approvals, undecided verdicts, drift and unknown outcomes would stand here.
            </p>
          ) : (
            <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-panel">
              {items.map((item) => (
                <Entry key={waitingKey(item)} item={item} />
              ))}
            </ul>
          )
        }
      </QueryState>
    </section>
  )
}

function Entry({ item: { kind, words, since, service, href, allowed } }: { item: WaitingDto }) {
  const sign = waitingSigns[kind]
  return (
    <li className="relative px-4 py-3 hover:bg-stable-soft" data-kind={kind}>
      <div className="flex items-baseline justify-between gap-3">
        <Link href={href} className="min-w-0 truncate text-sm font-medium after:absolute after:inset-0">
          {service.name} <span className="font-normal text-muted">{service.namespace}</span>
        </Link>
        <span className={cn('text-xs whitespace-nowrap', sign.className)}>
          <span aria-hidden>{sign.glyph}</span> {sign.word}
        </span>
      </div>
      <p className="mt-0.5 line-clamp-3 text-sm">{words}</p>
      <p className="mt-0.5 text-xs text-muted">
        <TimeAgo at={since} className="relative z-10" />. {mayWords(allowed)}
      </p>
    </li>
  )
}
