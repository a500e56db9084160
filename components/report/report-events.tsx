import { eventWords } from '@/components/audit/event-words'
import { resultSign } from '@/components/audit/result-sign'
import type { ReleaseReportDto } from '@/lib/contracts/release-report'
import { Cell, Code, Part, Row, Sheet, Utc } from './parts'

/** The audit events of the release with their places in the chain. */
export function ReportEvents({ report }: { report: ReleaseReportDto }) {
  return (
    <Part
      title="Audit events"
      newSheet
      note="Each hash covers the event, its number and the hash of the event before it in the log, which may belong to something else."
    >
      <Sheet
        label="Audit events"
        heads={['No.', 'Time, UTC', 'Who', 'Event', 'Hash of the event before, and its own']}
      >
        {report.events.map((event) => (
          <Row key={event.seq}>
            <Cell className="font-medium">{event.seq}</Cell>
            <Cell>
              <Utc at={event.time} />
            </Cell>
            <Cell>{event.actor.name}</Cell>
            <Cell className="[overflow-wrap:anywhere] min-w-48 print:min-w-32">
              <span className="font-medium">{event.action}</span>{' '}
              <span className="text-muted">{event.kind}</span>{' '}
              <span aria-hidden>{resultSign(event.result).glyph}</span> {event.result}
              <span className="block">{eventWords(event)}</span>
              {event.reason !== undefined && event.reason !== '' && (
                <span className="block">“{event.reason}”</span>
              )}
            </Cell>
            <Cell className="[overflow-wrap:anywhere] min-w-56 print:min-w-32">
              <span className="block text-muted">
                <Code>{event.prevHash}</Code>
              </span>
              <Code>{event.hash}</Code>
            </Cell>
          </Row>
        ))}
      </Sheet>
    </Part>
  )
}
