import { resultSign } from '@/components/audit/result-sign'
import { changeWords } from '@/components/audit/event-words'
import type { OperationDto } from '@/lib/contracts/moves'
import type { ReleaseReportDto } from '@/lib/contracts/release-report'
import { Cell, Code, Nothing, Part, Person, Row, Sheet, Utc } from './parts'

/** Every move that the release made: before and after, and the writes under the ids that the cluster's log has. */
export function ReportOperations({ report }: { report: ReleaseReportDto }) {
  const { operations } = report
  return (
    <Part
      title="Operations"
      note="Each write is in the cluster's own audit log under its Audit-ID. The patches are in the JSON report."
    >
      {operations.length === 0 ? (
        <Nothing>Nothing was written to the cluster.</Nothing>
      ) : (
        <Sheet label="Operations" heads={['Time, UTC', 'What changed', 'Outcome', 'Who', 'Writes']}>
          {operations.map((operation) => (
            <Operation key={operation.id} operation={operation} />
          ))}
        </Sheet>
      )}
    </Part>
  )
}

function Operation({ operation }: { operation: OperationDto }) {
  const { id, at, action, outcome, actor, reason, route, rule, writes, before, after } = operation
  const changes = changeWords({ kind: 'outcome', action, before, after })
  return (
    <Row>
      <Cell>
        <Utc at={at} />
      </Cell>
      <Cell className="[overflow-wrap:anywhere] min-w-40 print:min-w-32">
        <span className="font-medium">
          {changes.length === 0 ? action : changes.join(', ').replaceAll(' %', '\u00a0%')}
        </span>
        <span className="block text-muted">
          {[changes.length > 0 ? action : '', route ?? '', rule === undefined ? '' : `rule ${rule}`]
            .filter((word) => word !== '')
            .join(', ')}
        </span>
        <Code>{id}</Code>
      </Cell>
      <Cell>
        <span aria-hidden>{resultSign(outcome).glyph}</span> {outcome}
      </Cell>
      <Cell>
        {actor.issuer === 'aviary' ? 'Aviary' : <Person who={actor} />}
        {reason !== undefined && reason !== '' && <span className="block">“{reason}”</span>}
      </Cell>
      <Cell className="[overflow-wrap:anywhere] min-w-48 print:min-w-32">
        {writes.length === 0 && <span className="text-muted">none</span>}
        {writes.map(({ auditId, object, verb, result, detail }) => (
          <p key={auditId}>
            {verb} {object.kind} {object.namespace}/{object.name}: {result}
            {detail !== undefined && <span className="text-muted"> ({detail})</span>} <Code>{auditId}</Code>
          </p>
        ))}
      </Cell>
    </Row>
  )
}
