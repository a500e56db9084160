'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Printer } from 'lucide-react'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { QueryState } from '@/components/ui/query-state'
import { ApiProblem } from '@/lib/queries/api-problem'
import { auditQuery } from '@/lib/queries/audit'
import { describeFilters, filterProblems, filtersOf, searchOf } from './audit-filters'
import { CheckpointCard } from './checkpoint-card'
import { EventTable } from './event-table'
import { ExportMenu } from './export-menu'
import { FilterForm } from './filter-form'
import { NoAuditPermission } from './no-audit-permission'
import { VerifyButton, VerifyResult } from './verify-chain'

/** The audit page: filters, the log newest first, and the check of its chain. */
export function AuditLog() {
  const router = useRouter()
  const pathname = usePathname()
  const filters = filtersOf(useSearchParams())
  const problems = Object.values(filterProblems(filters))
  const query = useInfiniteQuery({ ...auditQuery(filters), enabled: problems.length === 0 })
  const { error, hasNextPage, isFetchingNextPage, isPlaceholderData, fetchNextPage } = query
  const forbidden = error instanceof ApiProblem && error.code === 'forbidden' ? error : undefined
  const search = searchOf(filters)
  if (forbidden !== undefined)
    return (
      <>
        <PageHeader title="Audit" />
        <NoAuditPermission
          title="You may not read the audit log"
          verb="audit.read"
          detail={forbidden.message}
        />
      </>
    )
  return (
    <>
      <PageHeader
        title="Audit"
        qualifier="who did what, when and why, and whether the record is untouched"
        actions={
          <>
            <Button data-print="hide" onClick={() => window.print()}>
              <Printer className="size-4" aria-hidden />
              Print
            </Button>
            <ExportMenu filters={problems.length > 0 ? {} : filters} />
            <VerifyButton />
          </>
        }
      />
      <p className="mb-3 hidden text-sm print:block">
        {describeFilters(filters)}. Newest first, times in UTC, printed from Aviary.
      </p>
      <VerifyResult />
      <CheckpointCard />
      <FilterForm
        filters={filters}
        onChange={(next) => router.push(`${pathname}${searchOf(next)}`, { scroll: false })}
      />
      {problems.length > 0 ? (
        <EmptyState title="This address has a filter that cannot be read" meaning={problems.join(' ')} />
      ) : (
        <QueryState query={query} title="The audit log could not be read">
          {({ pages }) => {
            const events = pages.flatMap(({ items }) => items)
            return events.length === 0 ? (
              <NothingFound filtered={search !== ''} />
            ) : (
              <div aria-busy={isPlaceholderData} className={isPlaceholderData ? 'opacity-60' : ''}>
                <EventTable events={events} search={search} />
                <div data-print="hide" className="mt-3 flex items-center gap-3 text-sm text-muted">
                  {hasNextPage ? (
                    <Button
                      aria-disabled={isFetchingNextPage}
                      onClick={() => void (isFetchingNextPage ? undefined : fetchNextPage())}
                    >
                      {isFetchingNextPage ? 'Loading…' : 'Load older'}
                    </Button>
                  ) : (
                    <span>
                      That is the beginning{search === '' ? ' of the log' : ' of what the filters find'}.
                    </span>
                  )}
                </div>
              </div>
            )
          }}
        </QueryState>
      )}
    </>
  )
}

function NothingFound({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <EmptyState
      title="No event fits these filters"
      todo="Widen the times, or clear a filter. Action and result are compared as a whole; who and search look for a part."
    />
  ) : (
    <EmptyState title="Nothing has been recorded yet" meaning="The first sign-in or move begins the chain." />
  )
}
