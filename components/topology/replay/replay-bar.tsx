'use client'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { formatTime } from '@/components/ui/format-time'
import { useNow } from '@/components/ui/use-now'
import { marksQuery } from '@/lib/queries/marks'
import type { TopologyFilters } from '@/lib/queries/topology-filters'
import { CompareControl } from './compare-control'
import type { ComparedMoments } from './compare-moments'
import { MarkList } from './mark-list'
import { RangeControl } from './range-control'
import { endOf, frameBeside, frameMs, markBeside, onFrame, spanOf } from './replay-state'
import { Track } from './track'
import { Transport } from './transport'
import { useFrames } from './use-frames'
import type { Replay } from './use-replay'

interface ReplayBarProps {
  replay: Replay
  filters: TopologyFilters
  compared: ComparedMoments | undefined
  compareError: Error | null
  onSelect: (id: string) => void
}

const minuteMs = 60_000
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })

/** The scrubber along the bottom: what happened, and which moment is shown. */
export function ReplayBar({ replay, filters, compared, compareError, onSelect }: ReplayBarProps) {
  const now = useNow()
  const { at } = replay
  const latest = onFrame(now)
  const [end, setEnd] = useState(0)
  const next = now === 0 ? 0 : endOf(replay, at === null ? 0 : end, now)
  if (next !== end) setEnd(next)
  const span = spanOf(replay, next)
  const query = useQuery({
    ...marksQuery({
      cluster: filters.cluster,
      namespaces: filters.namespaces,
      // By whole minutes, so that one answer serves for a while; those beside the track are not drawn.
      from: new Date(Math.floor(span.from / minuteMs) * minuteMs).toISOString(),
      to: new Date(Math.ceil((span.to + frameMs) / minuteMs) * minuteMs).toISOString(),
    }),
    enabled: at !== null && now !== 0,
  })
  const marks = query.data?.items ?? []
  const times = marks.map((mark) => Date.parse(mark.at))
  const beside = (direction: 1 | -1) => (at === null ? undefined : markBeside(times, at, direction))
  useFrames(filters, replay, [beside(1), beside(-1)])
  if (at === null || now === 0) return null
  const onMark = (direction: 1 | -1) => {
    const time = beside(direction)
    if (time !== undefined) replay.seek(time)
  }
  const onStep = (direction: 1 | -1) => replay.seek(frameBeside(at, direction))
  const since = query.data?.recordedSince
  return (
    <section
      aria-label="Replay"
      data-testid="replay-bar"
      className="flex flex-col gap-1 border-t border-line-strong bg-panel px-4 pt-2 pb-1.5"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <Transport
          replay={replay}
          marks={{
            before: beside(-1) !== undefined,
            after: beside(1) !== undefined,
          }}
          atEnd={at >= latest}
          onMark={onMark}
          onFrame={onStep}
        />
        <time
          dateTime={new Date(at).toISOString()}
          title={`${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`}
          data-testid="replay-clock"
          className="text-base font-semibold whitespace-nowrap tabular-nums"
        >
          {formatTime(at)} <span className="text-xs font-normal text-muted">{date.format(at)}</span>
        </time>
        <div className="flex flex-wrap items-center gap-2 md:ml-auto">
          <RangeControl replay={replay} from={span.from} />
          <MarkList marks={query.data} error={query.error} at={at} onSeek={replay.seek} />
          <CompareControl replay={replay} compared={compared} error={compareError} onSelect={onSelect} />
          <Button size="sm" className="h-8" onClick={replay.close}>
            Back to now
          </Button>
        </div>
      </div>
      <Track
        span={span}
        at={at}
        compare={replay.compare}
        marks={marks}
        onSeek={replay.seek}
        onMark={onMark}
        onFrame={onStep}
        onPlay={() => replay.play(!replay.playing)}
      />
      {since !== undefined && (since === null || Date.parse(since) > span.from) && (
        <p className="text-xs text-muted">
          {since === null
            ? 'No routes have been recorded yet: before the record begins desired shares are not known.'
            : `Routes are recorded since ${formatTime(since)} ${date.format(Date.parse(since))}: before that desired shares are not known.`}
        </p>
      )}
    </section>
  )
}
