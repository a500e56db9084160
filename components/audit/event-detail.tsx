'use client'
import { useQuery } from '@tanstack/react-query'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { PatchView } from '@/components/traffic/patch-view'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'
import { QueryState } from '@/components/ui/query-state'
import type { AuditEventDto } from '@/lib/contracts/audit'
import { ApiProblem } from '@/lib/queries/api-problem'
import { auditEventQuery } from '@/lib/queries/audit'
import { filtersOf, searchOf } from './audit-filters'
import { ChainProof } from './chain-proof'
import { EventFacts } from './event-facts'
import { partsOf } from './event-parts'
import { changeWords } from './event-words'
import { JsonFold } from './json-fold'
import { NoAuditPermission } from './no-audit-permission'
import { ResultMark } from './result-mark'
import { WritesTable } from './writes-table'

/** One event in full: what changed, what was sent, who and why, and its place in the chain. */
export function EventDetail({ seq }: { seq: number }) {
  const query = useQuery(auditEventQuery(seq))
  const search = searchOf(filtersOf(useSearchParams()))
  const { data, error } = query
  return (
    <>
      <PageHeader
        title={`Event ${seq}`}
        {...(data === undefined
          ? {}
          : { qualifier: data.action, badges: <ResultMark result={data.result} /> })}
        actions={<Neighbours seq={seq} search={search} />}
      />
      {error instanceof ApiProblem && error.code === 'forbidden' ? (
        <NoAuditPermission title="You may not read the audit log" verb="audit.read" detail={error.message} />
      ) : (
        <QueryState query={query} title={`Event ${seq} could not be read`}>
          {(event) => <Parts event={event} />}
        </QueryState>
      )}
    </>
  )
}

function Parts({ event }: { event: AuditEventDto }) {
  const { before, after, detail } = event
  const { diff, writes, requestId, words } = partsOf(detail)
  const changes = changeWords(event)
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,24rem)]">
      <div className="flex min-w-0 flex-col gap-4">
        <Card title="What changed">
          {words !== undefined && <p className="mb-2 text-base font-medium">{words}</p>}
          {changes.length > 0 ? (
            <ul className="mb-3 flex flex-col gap-1 text-base">
              {changes.map((line) => (
                <li key={line} className="font-medium break-words">
                  {line}
                </li>
              ))}
            </ul>
          ) : (
            <p className="mb-3 text-sm text-muted">{nothingChanged(event)}</p>
          )}
          {diff.length > 0 && (
            <div className="mb-3">
              <h3 className="mb-1.5 text-xs text-muted">The patch, without its tests</h3>
              <PatchView diff={diff} />
            </div>
          )}
          <div className="flex flex-col">
            {diff.map(({ object, patch }) => (
              <JsonFold
                key={`${object.kind}/${object.namespace}/${object.name}`}
                title={`JSON Patch of ${object.kind} ${object.name}, with its tests`}
                value={patch}
              />
            ))}
            {before !== undefined && <JsonFold title="Before, as recorded" value={before} />}
            {after !== undefined && <JsonFold title="After, as recorded" value={after} />}
            {detail !== undefined && <JsonFold title="Detail, as recorded" value={detail} />}
          </div>
        </Card>
        {writes.length > 0 && (
          <Card title="Writes" aside="look for the Audit-ID in the cluster's own audit log">
            <WritesTable writes={writes} />
          </Card>
        )}
        <ChainProof event={event} />
      </div>
      <EventFacts event={event} requestId={requestId} />
    </div>
  )
}

function nothingChanged({ kind, before, after }: AuditEventDto): string {
  if (before !== undefined || after !== undefined) return 'Before and after are the same.'
  return kind === 'denied'
    ? 'Nothing: this was refused.'
    : 'Nothing in the traffic: this event records that something was done or looked at.'
}

function Neighbours({ seq, search }: { seq: number; search: string }) {
  return (
    <nav aria-label="Events" data-print="hide" className="flex flex-wrap gap-2">
      <Button asChild>
        <Link href={`/audit${search}`}>Back to the log</Link>
      </Button>
      {seq > 1 && (
        <Button asChild>
          <Link href={`/audit/${seq - 1}${search}`}>
            <ChevronLeft className="size-4" aria-hidden />
            {seq - 1}
          </Link>
        </Button>
      )}
      <Button asChild>
        <Link href={`/audit/${seq + 1}${search}`}>
          {seq + 1}
          <ChevronRight className="size-4" aria-hidden />
        </Link>
      </Button>
    </nav>
  )
}
