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
import { checkSign, verdictSigns } from './release-words'
import { stagesOf } from './stages'
import { ratioText } from './verdict-words'

/** Looks on a page of the table. */
const SHOWN = 10

/** Every look at the release that was kept: what was counted, and what followed from it. */
export function EvidenceCard({ release }: { release: ReleaseDto }) {
  const query = useInfiniteQuery(measurementsQuery(release.id, SHOWN))
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
  const stages = stagesOf(release.plan.steps, release.to)
  return (
    <Table label="Looks at this release, newest first">
      <thead>
        <tr>
          <Th>When</Th>
          <Th>Stage</Th>
          <Th numeric>{release.to} failed / requests</Th>
          <Th numeric>{release.plan.baseline ?? release.from} failed / requests</Th>
          <Th>Verdict</Th>
          <Th>Checks, ratio canary to control</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ seq, attempt, step, at, interval, verdict, checks }) => (
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
              {stages.find(({ first, last }) => first <= step && step <= last)?.title ?? 'end'}
              {interval.source === 'mirror' && <span className="block text-xs text-muted">copies</span>}
            </Td>
            <Td numeric>{sideWords(interval.canary)}</Td>
            <Td numeric>{interval.control === undefined ? '–' : sideWords(interval.control)}</Td>
            <Td className="whitespace-nowrap">
              <Sign state={verdict.state} word={verdictSigns[verdict.state].word} />
              {!interval.complete && <span className="block text-xs text-degraded">◆ incomplete</span>}
            </Td>
            <Td className="min-w-64 text-xs">
              {interval.problem !== undefined && (
                <span className="block text-degraded">{interval.problem}</span>
              )}
              <span className="flex flex-wrap gap-x-4 gap-y-0.5" title={verdict.words}>
                {checks.map(({ name, state, ratio }) => (
                  <span key={name} className="whitespace-nowrap">
                    <Sign state={state} word={name} quiet={checkSign(state).word} />
                    {ratio !== undefined && (
                      <span className="text-muted">
                        {' '}
                        ×{ratioText(ratio.low)} – {ratio.high === null ? '∞' : ratioText(ratio.high)}
                      </span>
                    )}
                  </span>
                ))}
              </span>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

/** A glyph and a word; `quiet` is what the glyph means, for whoever does not see it. */
function Sign({ state, word, quiet }: { state: string; word: string; quiet?: string }) {
  const sign = checkSign(state)
  return (
    <span className={quiet === undefined ? cn('font-medium', sign.className) : undefined}>
      <span aria-hidden className={sign.className}>
        {sign.glyph}
      </span>{' '}
      {word}
      {quiet !== undefined && <span className="sr-only"> {quiet}</span>}
    </span>
  )
}

const sideWords = ({ failures, requests }: MeasurementDto['interval']['canary']) =>
  `${formatCount(failures)} / ${formatCount(requests)}`
