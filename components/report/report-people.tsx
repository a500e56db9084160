import { standingWords } from '@/components/releases/approval-words'
import type { ReleaseReportDto } from '@/lib/contracts/release-report'
import { Cell, Code, Nothing, Part, Person, Row, Sheet, Utc } from './parts'

/** Who did what. */
export function ReportPeople({ report }: { report: ReleaseReportDto }) {
  return (
    <Part title="People">
      {report.people.length === 0 ? (
        <Nothing>Nobody but Aviary did anything.</Nothing>
      ) : (
        <Sheet label="People" heads={['Time, UTC', 'Did', 'Who']}>
          {report.people.map(({ at, what, actor }, index) => (
            <Row key={index}>
              <Cell>
                <Utc at={at} />
              </Cell>
              <Cell className="font-medium">{what}</Cell>
              <Cell>
                <Person who={actor} />
              </Cell>
            </Row>
          ))}
        </Sheet>
      )}
    </Part>
  )
}

/** Whose word counted on which plan. */
export function ReportApprovals({ report }: { report: ReleaseReportDto }) {
  const { approvals, planHash } = report
  return (
    <Part title="Approvals" note="An approval is for exactly one plan, by its hash, and counts once.">
      {approvals.length === 0 ? (
        <Nothing>Nobody was asked for an approval, or nobody has given one.</Nothing>
      ) : (
        <Sheet label="Approvals" heads={['Time, UTC', 'Who', 'Word', 'For the plan', 'Reason']}>
          {approvals.map(
            ({ id, at, actor, decision, standing, step, attempt, expiresAt, reason, ...approval }) => (
              <Row key={id}>
                <Cell>
                  <Utc at={at} />
                </Cell>
                <Cell>
                  <Person who={actor} />
                </Cell>
                <Cell>
                  <span className="font-medium">{decision === 'approve' ? '✓ approved' : '✕ rejected'}</span>
                  {step !== undefined && `, step ${step + 1}`}, attempt {attempt}; {standingWords[standing]}
                  {standing === 'open' && (
                    <>
                      {' '}
                      until <Utc at={expiresAt} />
                    </>
                  )}
                </Cell>
                <Cell>
                  {approval.planHash === planHash ? 'this plan ' : 'another plan '}
                  <Code>{approval.planHash}</Code>
                </Cell>
                <Cell>{reason ?? <span className="text-muted">none given</span>}</Cell>
              </Row>
            ),
          )}
        </Sheet>
      )}
    </Part>
  )
}

/** Everything that happened, by whom, in the words of the release's own log. */
export function ReportLog({ report }: { report: ReleaseReportDto }) {
  return (
    <Part title="What happened">
      <Sheet label="What happened" heads={['Time, UTC', 'Who', 'What']}>
        {report.log.map(({ at, words, actor }, index) => (
          <Row key={index}>
            <Cell>
              <Utc at={at} />
            </Cell>
            <Cell>
              {actor === undefined || actor.issuer === 'aviary' ? 'Aviary' : <Person who={actor} />}
            </Cell>
            <Cell className="min-w-56 whitespace-pre-wrap [overflow-wrap:anywhere] print:min-w-32">
              {words}
            </Cell>
          </Row>
        ))}
      </Sheet>
    </Part>
  )
}
