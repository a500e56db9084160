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
            <Th>Action</Th>
            <Th className="hidden md:table-cell print:table-cell">What</Th>
            <Th>Result</Th>
            <Th className="hidden lg:table-cell print:table-cell">Reason</Th>
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
  const what = <What event={event} />
  return (
    <tr
      data-testid="audit-row"
      data-seq={seq}
      className="relative align-top break-inside-avoid last:[&>td]:border-b-0 hover:bg-stable-soft"
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
        <EventTime at={time} />
      </Td>
      <Td className="align-top" title={`${actor.subject} at ${actor.issuer}`}>
        {actor.name}
      </Td>
      <Td className="align-top">
        <span className="font-medium whitespace-nowrap">{action}</span>{' '}
        <span className="text-xs whitespace-nowrap text-muted">{kind}</span>
        <div className="min-w-44 md:hidden print:hidden">{what}</div>
      </Td>
      <Td className="hidden max-w-md min-w-56 align-top md:table-cell print:table-cell">{what}</Td>
      <Td className="align-top">
        <ResultMark result={result} />
      </Td>
      <Td className="hidden max-w-xs min-w-40 align-top text-muted lg:table-cell print:table-cell">
        {reason}
      </Td>
    </tr>
  )
}

function What({ event }: { event: AuditEventDto }) {
  const words = eventWords(event)
  return (
    <>
      {event.service !== undefined && <ServiceLink service={event.service} className="relative z-10" />}
      {event.release !== undefined && (
        <>
          {event.service !== undefined && ', '}
          <ReleaseLink release={event.release} className="relative z-10" />
        </>
      )}
      {words !== '' && <p className="break-words text-muted">{words}</p>}
    </>
  )
}
