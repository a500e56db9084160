import type { ReactNode } from 'react'
import { lengthWords } from '@/components/releases/length-words'
import { planName, stateSigns, verdictSigns } from '@/components/releases/release-words'
import { formatCount } from '@/components/ui/format-number'
import { formatUtc } from '@/components/ui/format-time'
import type { ReleaseReportDto } from '@/lib/contracts/release-report'
import { Code, Person } from './parts'

/** What the release was and how it stands, in one look. */
export function ReportSummary({ report }: { report: ReleaseReportDto }) {
  const { release, plan, planHash, verdict, operations, measurements } = report
  const { service, from, to, createdAt, createdBy, startedAt, startedBy, endedAt } = release
  return (
    <dl className="mt-4 grid grid-cols-[max-content_minmax(0,1fr)] gap-x-5 gap-y-1.5 border-y border-line-strong py-3 text-sm">
      <Fact name="Service">
        {service.name}{' '}
        <span className="text-muted">
          in namespace {service.namespace}, cluster {service.cluster}
        </span>
      </Fact>
      <Fact name="Versions">
        from {from} to {to}
      </Fact>
      <Fact name="State">
        <span className="font-semibold">
          <span aria-hidden>{stateSigns[release.state].glyph}</span> {stateSigns[release.state].word}
        </span>
        {release.stateSince !== undefined && (
          <span className="text-muted"> since {formatUtc(release.stateSince)} UTC</span>
        )}
        {release.waitingFor !== undefined && <span className="block">{release.waitingFor}</span>}
      </Fact>
      <Fact name="Verdict">
        {verdict === undefined ? (
          <span className="text-muted">nothing was judged</span>
        ) : (
          <>
            <span className="font-semibold">
              <span aria-hidden>{verdictSigns[verdict.state].glyph}</span> {verdictSigns[verdict.state].word}
            </span>
            <span className="text-muted"> at the last of {formatCount(measurements.length)} looks</span>
          </>
        )}
      </Fact>
      <Fact name="Created">
        {formatUtc(createdAt)} UTC {createdBy && <By who={createdBy} />}
      </Fact>
      <Fact name="Started">
        {startedAt === undefined ? (
          <span className="text-muted">not started</span>
        ) : (
          <>
            {formatUtc(startedAt)} UTC {startedBy && <By who={startedBy} />}
          </>
        )}
      </Fact>
      <Fact name="Ended">
        {endedAt === undefined ? (
          <span className="text-muted">not ended</span>
        ) : (
          <>
            {formatUtc(endedAt)} UTC
            {startedAt !== undefined && (
              <span className="text-muted">
                {' '}
                after {lengthWords(Math.round((Date.parse(endedAt) - Date.parse(startedAt)) / 1000))}
              </span>
            )}
          </>
        )}
      </Fact>
      <Fact name="Plan">
        {planName(plan)}, attempt {release.attempt},{' '}
        {operations.length === 1 ? '1 operation' : `${formatCount(operations.length)} operations`}
        <span className="block">
          <span className="text-muted">hash</span> <Code>{planHash}</Code>
        </span>
      </Fact>
      <Fact name="Release">
        <Code>{release.id}</Code> <span className="text-muted">version {release.version}</span>
      </Fact>
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </>
  )
}

function By({ who }: { who: ReleaseReportDto['generatedBy'] }) {
  return (
    <>
      <span className="text-muted">by</span> <Person who={who} />
    </>
  )
}
