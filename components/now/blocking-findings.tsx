import Link from 'next/link'
import { QueryState } from '@/components/ui/query-state'
import { Skeleton } from '@/components/ui/skeleton'
import type { FindingDto } from '@/lib/contracts/common'

interface BlockingFindingsProps {
  query: { data: { items: FindingDto[] } | undefined; error: Error | null; refetch: () => Promise<unknown> }
}

const SHOWN = 3

/** How many problems would stop a release, and the first of them. */
export function BlockingFindings({ query }: BlockingFindingsProps) {
  return (
    <section aria-labelledby="blocking">
      <h2 id="blocking" className="mb-2 text-sm font-semibold text-muted">
        Blocking findings
      </h2>
      <QueryState
        query={query}
        title="The findings could not be read"
        skeleton={<Skeleton className="h-12" />}
      >
        {({ items }) => (
          <Link
            href="/findings?severity=blocking"
            className="flex gap-4 rounded-lg border border-line bg-panel px-4 py-3 hover:border-line-strong"
          >
            <span className={`text-xl font-semibold ${items.length > 0 ? 'text-failing' : ''}`}>
              {items.length}
            </span>
            <span className="min-w-0 self-center text-sm text-muted">
              {items.length === 0
                ? 'Nothing would stop a release.'
                : items
                    .slice(0, SHOWN)
                    .map(({ title }) => title)
                    .join('; ')}
              {items.length > SHOWN && ' …'}
            </span>
          </Link>
        )}
      </QueryState>
    </section>
  )
}
