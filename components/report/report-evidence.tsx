import { checkSign, verdictSigns } from '@/components/releases/release-words'
import { evidenceLines } from '@/components/releases/verdict-words'
import { formatCount } from '@/components/ui/format-number'
import type { ReleaseReportDto } from '@/lib/contracts/release-report'
import { evidenceStages, verdictChanges } from './evidence-stages'
import { Cell, Nothing, Part, Row, Sheet, Utc } from './parts'

/** What the release was judged by: counts by stage, where the verdict changed, and the last word of each check. */
export function ReportEvidence({ report }: { report: ReleaseReportDto }) {
  const { measurements, checks, plan, release } = report
  if (measurements.length === 0)
    return (
      <Part title="Evidence">
        <Nothing>
          {plan.checks.length === 0 ? 'The plan has no checks: nothing was judged.' : 'Nothing was measured.'}
        </Nothing>
      </Part>
    )
  return (
    <Part
      title="Evidence"
      note={`${formatCount(measurements.length)} looks were taken; each with its counts is in the JSON report. Failed of requests, ${release.to} beside ${plan.baseline ?? release.from}.`}
    >
      <Sheet
        label="Evidence by stage"
        heads={[
          'Stage',
          'From, UTC',
          'To, UTC',
          'Looks',
          release.to,
          plan.baseline ?? release.from,
          'Verdict at its end',
        ]}
      >
        {evidenceStages(report).map(
          ({ attempt, title, looks, from, to, canary, control, verdict }, index) => (
            <Row key={index}>
              <Cell>
                {title}
                {release.attempt > 1 && <span className="block text-muted">attempt {attempt}</span>}
              </Cell>
              <Cell>
                <Utc at={from} />
              </Cell>
              <Cell>
                <Utc at={to} />
              </Cell>
              <Cell>{formatCount(looks)}</Cell>
              <Cell>{sideWords(canary)}</Cell>
              <Cell>{control === undefined ? '–' : sideWords(control)}</Cell>
              <Cell>
                <span aria-hidden>{verdictSigns[verdict.state].glyph}</span>{' '}
                {verdictSigns[verdict.state].word}
              </Cell>
            </Row>
          ),
        )}
      </Sheet>
      <h3 className="mt-4 mb-1 text-sm font-medium break-after-avoid">Where the verdict changed</h3>
      <Sheet label="Where the verdict changed" heads={['Time, UTC', 'Verdict', 'In words']}>
        {verdictChanges(measurements).map(({ attempt, seq, at, verdict }) => (
          <Row key={`${attempt} ${seq}`}>
            <Cell>
              <Utc at={at} />
            </Cell>
            <Cell className="whitespace-nowrap">
              <span aria-hidden>{verdictSigns[verdict.state].glyph}</span> {verdictSigns[verdict.state].word}
            </Cell>
            <Cell className="[overflow-wrap:anywhere] min-w-56 print:min-w-32">{verdict.words}</Cell>
          </Row>
        ))}
      </Sheet>
      <h3 className="mt-4 mb-1 text-sm font-medium break-after-avoid">Each check at the last look</h3>
      <Sheet label="Each check at the last look" heads={['Check', 'State', 'Requests', 'Evidence']}>
        {checks.map((check) => (
          <Row key={check.name}>
            <Cell className="font-medium">{check.name}</Cell>
            <Cell className="whitespace-nowrap">
              <span aria-hidden>{checkSign(check.state).glyph}</span> {checkSign(check.state).word}
            </Cell>
            <Cell>{formatCount(check.requestsSeen)}</Cell>
            <Cell className="[overflow-wrap:anywhere] min-w-56 print:min-w-32">
              {check.evidence}
              {evidenceLines(check).map((line) => (
                <span key={line} className="block text-muted">
                  {line}
                </span>
              ))}
            </Cell>
          </Row>
        ))}
      </Sheet>
    </Part>
  )
}

const sideWords = ({ failures, requests }: { failures: number; requests: number }) =>
  `${formatCount(failures)} of ${formatCount(requests)}`
