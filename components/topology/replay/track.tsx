'use client'
import type { KeyboardEvent } from 'react'
import { formatExact, formatTime } from '@/components/ui/format-time'
import { Tooltip } from '@/components/ui/tooltip'
import type { MarkDto } from '@/lib/contracts/topology'
import { groupMarks, markSigns, markWords, type MarkGroup } from './mark-signs'
import { frameMs, type ReplayState } from './replay-state'

interface TrackProps {
  span: { from: number; to: number }
  at: number
  compare: ReplayState['compare']
  marks: readonly MarkDto[]
  onSeek: (at: number) => void
  /** To the next mark, or back to the one before. */
  onMark: (direction: 1 | -1) => void
  onFrame: (direction: 1 | -1) => void
  onPlay: () => void
}

const linesShown = 6
/** The middle of the thumb runs from half its width to half its width before the end. */
const placeOf = (share: number) => `calc(8px + ${share} * (100% - 16px))`

/** The time line: a slider with what happened above it. */
export function Track({ span, at, compare, marks, onSeek, onMark, onFrame, onPlay }: TrackProps) {
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    const direction = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : null
    if (direction !== null) {
      if (event.shiftKey) onMark(direction)
      else onFrame(direction)
    } else if (event.key === ' ') onPlay()
    else if (event.key === 'Home') onSeek(span.from)
    else if (event.key === 'End') onSeek(span.to)
    else return
    event.preventDefault()
  }
  const shareOf = (time: number) => Math.min(1, Math.max(0, (time - span.from) / (span.to - span.from)))
  return (
    <div className="relative pt-5">
      {groupMarks(marks, span).map((group) => (
        <MarkSign key={group.place} group={group} onSeek={onSeek} />
      ))}
      {compare !== null && compare >= span.from && compare <= span.to && (
        <span
          aria-hidden
          title={`compared with ${formatTime(compare)}`}
          className="pointer-events-none absolute top-4 bottom-3 w-0 border-l-2 border-dashed border-text"
          style={{ left: placeOf(shareOf(compare)) }}
        />
      )}
      <input
        type="range"
        aria-label="Moment"
        aria-valuetext={formatExact(at)}
        data-testid="replay-track"
        className="block h-4 w-full cursor-pointer accent-(--text)"
        min={span.from}
        max={span.to}
        step={frameMs}
        value={Math.min(span.to, Math.max(span.from, at))}
        onChange={(event) => onSeek(Number(event.target.value))}
        onKeyDown={press}
      />
      <div className="flex justify-between text-xs text-muted tabular-nums" suppressHydrationWarning>
        <span>{formatTime(span.from)}</span>
        <span>{formatTime(span.to)}</span>
      </div>
    </div>
  )
}

/** Reached with the pointer; the keyboard has the steps from mark to mark, and the list. */
function MarkSign({ group, onSeek }: { group: MarkGroup; onSeek: (at: number) => void }) {
  const { marks, glyph, place, at } = group
  const rest = marks.length - linesShown
  return (
    <Tooltip
      content={
        <ul className="flex flex-col gap-1">
          {marks.slice(-linesShown).map((mark) => (
            <li key={`${mark.at} ${mark.words}`}>
              <span className="tabular-nums">{formatTime(mark.at)}</span> {markSigns[mark.kind].glyph}{' '}
              {markWords(mark)}
            </li>
          ))}
          {rest > 0 && <li>and {rest} before</li>}
        </ul>
      }
    >
      <button
        type="button"
        tabIndex={-1}
        aria-label={`${formatTime(at)}: ${marks.map(markWords).join('; ')}`}
        data-testid="replay-mark"
        onClick={() => onSeek(at)}
        className="absolute top-0 grid size-6 -translate-x-1/2 place-items-center rounded-sm text-sm leading-none hover:bg-stable-soft"
        style={{ left: placeOf(place) }}
      >
        <span aria-hidden>{glyph}</span>
      </button>
    </Tooltip>
  )
}
