'use client'
import Link from 'next/link'
import { Table, Td, Th } from '@/components/ui/table'
import type { AuditEventDto } from '@/lib/contracts/audit'
import { ReleaseLink, ServiceLink } from './event-links'
import { EventTime } from './event-time'
import { eventWords } from './event-words'
import { ResultMark } from './result-mark'

/** The log as a table; each row leads to its event and keeps the filters in the address. */
export function EventTable({ events, search }: { events: readonly AuditEventDto[]; search: string }) {
  return (
    <div data-testid="audit-table" className="rounded-lg border border-line bg-panel print:border-0">
      <Table label="Audit events, newest first">
        <thead>
          <tr>
            <Th numeric>No.</Th>
            <Th>Time</Th>
            <Th>Who</Th>
            <Th>Action, and on what</Th>
            <Th>Result</Th>
            <Th className="hidden xl:table-cell print:table-cell">Reason</Th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <EventRow key={event.seq} event={event} search={search} />
          ))}
        </tbody>
      </Table>
    </div>
  )
}

function EventRow({ event, search }: { event: AuditEventDto; search: string }) {
  const { seq, time, actor, action, kind, result, reason } = event
  return (
    <tr
      data-testid="audit-row"
      data-seq={seq}
      className="relative align-top break-inside-avoid max-sm:[&>td]:px-2 last:[&>td]:border-b-0 hover:bg-stable-soft"
    >
      <Td numeric className="align-top">
        {/* The link covers the row; other links of the row lie above it. */}
        <Link
          href={`/audit/${seq}${search}`}
          aria-label={`Event ${seq}, ${action} by ${actor.name}`}
          className="font-medium after:absolute after:inset-0 after:content-['']"
        >
          {seq}
        </Link>
      </Td>
      <Td className="relative z-10 align-top text-muted">
        <EventTime at={time} className="max-sm:whitespace-normal" />
      </Td>
      <Td className="min-w-20 align-top lg:min-w-32" title={`${actor.subject} at ${actor.issuer}`}>
        {actor.name}
      </Td>
      <Td className="min-w-44 align-top sm:min-w-56 lg:min-w-96">
        <div className="lg:grid lg:grid-cols-[minmax(11rem,2fr)_5fr] lg:gap-x-4 print:grid print:grid-cols-[2fr_5fr]">
          <p>
            <span className="font-medium">{action}</span> <span className="text-xs text-muted">{kind}</span>
          </p>
          <What event={event} />
        </div>
      </Td>
      <Td className="align-top">
        <ResultMark result={result} />
      </Td>
      <Td className="hidden max-w-xs min-w-40 align-top text-muted xl:table-cell print:table-cell">
        {reason}
      </Td>
    </tr>
  )
}

function What({ event }: { event: AuditEventDto }) {
  const { service, release } = event
  const words = eventWords(event)
  return (
    <div className="min-w-0">
      {service !== undefined && <ServiceLink service={service} className="relative z-10" />}
      {service !== undefined && release !== undefined && ', '}
      {release !== undefined && <ReleaseLink release={release} className="relative z-10" />}
      {words !== '' && <p className="break-words text-muted">{words}</p>}
    </div>
  )
}
