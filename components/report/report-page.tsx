'use client'
import { useQuery } from '@tanstack/react-query'
import { Download, Printer } from 'lucide-react'
import Link from 'next/link'
import { useEffect } from 'react'
import { NoAuditPermission } from '@/components/audit/no-audit-permission'
import { Button } from '@/components/ui/button'
import { formatUtc } from '@/components/ui/format-time'
import { PageBody } from '@/components/ui/page-body'
import { QueryState } from '@/components/ui/query-state'
import type { ReleaseReportDto } from '@/lib/contracts/release-report'
import { ApiProblem } from '@/lib/queries/api-problem'
import { releaseReportHref, releaseReportQuery } from '@/lib/queries/release-report'
import { Person } from './parts'
import { ReportChain } from './report-chain'
import { ReportEvents } from './report-events'
import { ReportEvidence } from './report-evidence'
import { ReportOperations } from './report-operations'
import { ReportApprovals, ReportLog, ReportPeople } from './report-people'
import { ReportPlan } from './report-plan'
import { ReportSummary } from './report-summary'

/** The report of a release, for reading on screen and for paper. */
export function ReportPage({ id }: { id: string }) {
  const query = useQuery(releaseReportQuery(id))
  const { error } = query
  return (
    <PageBody>
      {error instanceof ApiProblem && error.code === 'forbidden' ? (
        <NoAuditPermission
          title="You may not make reports"
          verb="audit.export"
          detail={`${error.message} A report holds audit events.`}
        />
      ) : (
        <QueryState query={query} title="The report could not be made">
          {(report) => <Report report={report} />}
        </QueryState>
      )}
    </PageBody>
  )
}

function Report({ report }: { report: ReleaseReportDto }) {
  const { release, generatedAt, generatedBy, aviary, event } = report
  const name = `${release.service.name} ${release.from} → ${release.to}`
  usePageMargins(`Release report: ${name}`, `${formatUtc(generatedAt)} UTC, audit event ${event}`)
  return (
    <article
      data-testid="report"
      className="mx-auto max-w-[60rem] rounded-lg border border-line bg-panel px-5 py-6 sm:px-10 sm:py-9 print:max-w-none print:rounded-none print:border-0 print:p-0"
    >
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <p className="text-xs text-muted">Aviary, release report</p>
          <h1 className="text-xl font-semibold tracking-tight [overflow-wrap:anywhere]">{name}</h1>
        </div>
        <div data-print="hide" className="flex flex-wrap gap-2">
          <Button asChild>
            <Link href={`/releases/${encodeURIComponent(release.id)}`}>The release</Link>
          </Button>
          <Button asChild>
            <a href={releaseReportHref(release.id)} download data-testid="report-json">
              <Download className="size-4" aria-hidden />
              Download JSON
            </a>
          </Button>
          <Button onClick={() => window.print()}>
            <Printer className="size-4" aria-hidden />
            Print
          </Button>
        </div>
      </header>
      <p className="mt-2 text-xs [overflow-wrap:anywhere]">
        <span className="text-muted">Made</span> {formatUtc(generatedAt)} UTC{' '}
        <span className="text-muted">for</span> <Person who={generatedBy} />
        <span className="text-muted">
          , by Aviary {aviary}. Making it is audit event {event}. All times are in UTC.
        </span>
      </p>
      <ReportSummary report={report} />
      <ReportPeople report={report} />
      <ReportApprovals report={report} />
      <ReportPlan report={report} />
      <ReportLog report={report} />
      <ReportEvidence report={report} />
      <ReportOperations report={report} />
      <ReportEvents report={report} />
      <ReportChain report={report} />
    </article>
  )
}

/** Words in the margins of every printed sheet; report.css says where. */
function usePageMargins(top: string, bottom: string): void {
  useEffect(() => {
    const { style } = document.documentElement
    style.setProperty('--report-top', JSON.stringify(top))
    style.setProperty('--report-bottom', JSON.stringify(bottom))
    return () => {
      style.removeProperty('--report-top')
      style.removeProperty('--report-bottom')
    }
  }, [top, bottom])
}
