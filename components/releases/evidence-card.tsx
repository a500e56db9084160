'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { formatCount } from '@/components/ui/format-number'
import { formatExact, formatTime } from '@/components/ui/format-time'
import { QueryState } from '@/components/ui/query-state'
import { Table, Td, Th } from '@/components/ui/table'
import type { MeasurementDto, ReleaseDto } from '@/lib/contracts/releases'
import { cn } from '@/lib/cn'
import { measurementsQuery, releaseExportHref } from '@/lib/queries/measurements'
import { verdictSigns } from './release-words'
import { stepTitle } from './step-words'

/** Every look at the release that was kept: what was counted, and what followed from it. */
export function EvidenceCard({ release }: { release: ReleaseDto }) {
  const query = useInfiniteQuery(measurementsQuery(release.id))
  return (
    <Card
      title="Evidence"
      data-testid="evidence"
      aside={
        <a
          className="underline decoration-line-strong underline-offset-2 hover:decoration-current"
          href={releaseExportHref(release.id)}
          download
        >
          Export the record
        </a>
      }
    >
      <QueryState query={query} title="The evidence could not be read">
        {({ pages }) => {
          const rows = pages.flatMap(({ items }) => items)
          if (rows.length === 0)
            return (
              <p className="text-sm text-muted">
                Nothing has been measured yet. Looks are kept while a step has traffic.
              </p>
            )
          return (
            <>
              <Looks rows={rows} release={release} />
              {query.hasNextPage && (
                <Button
                  size="sm"
                  className="mt-3"
                  disabled={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  {query.isFetchingNextPage ? 'Loading…' : 'Older looks'}
                </Button>
              )}
            </>
          )
        }}
      </QueryState>
    </Card>
  )
}

function Looks({ rows, release }: { rows: readonly MeasurementDto[]; release: ReleaseDto }) {
  return (
    <Table label="Looks at this release, newest first">
      <thead>
        <tr>
          <Th>When</Th>
          <Th>Step</Th>
          <Th numeric>{release.to} failed / requests</Th>
          <Th numeric>{release.plan.baseline ?? release.from} failed / requests</Th>
          <Th>Verdict</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ seq, attempt, step, at, interval, verdict }) => {
          const planned = release.plan.steps[step]
          const sign = verdictSigns[verdict.state]
          return (
            <tr key={`${attempt} ${seq}`}>
              <Td className="whitespace-nowrap">
                <time dateTime={at} title={formatExact(at)}>
                  {formatTime(at)}
                </time>
                {attempt !== release.attempt && (
                  <span className="block text-xs text-muted">attempt {attempt}</span>
                )}
              </Td>
              <Td className="whitespace-nowrap">
                {planned === undefined ? 'end' : stepTitle(planned, release.to)}
                {interval.source === 'mirror' && <span className="block text-xs text-muted">copies</span>}
              </Td>
              <Td numeric>{sideWords(interval.canary)}</Td>
              <Td numeric>{interval.control === undefined ? '–' : sideWords(interval.control)}</Td>
              <Td className="min-w-56">
                <span className={cn('font-medium whitespace-nowrap', sign.className)}>
                  <span aria-hidden>{sign.glyph}</span> {sign.word}
                </span>{' '}
                <span className="text-xs text-muted">{interval.problem ?? verdict.words}</span>
                {!interval.complete && <span className="text-xs text-degraded"> ◆ incomplete</span>}
              </Td>
            </tr>
          )
        })}
      </tbody>
    </Table>
  )
}

const sideWords = ({ failures, requests }: MeasurementDto['interval']['canary']) =>
  `${formatCount(failures)} / ${formatCount(requests)}`
