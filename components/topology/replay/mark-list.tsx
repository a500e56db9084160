'use client'
import { Button } from '@/components/ui/button'
import { formatExact, formatTime } from '@/components/ui/format-time'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover'
import type { MarksDto } from '@/lib/contracts/topology'
import { markSigns } from './mark-signs'

interface MarkListProps {
  marks: MarksDto | undefined
  error: Error | null
  at: number
  onSeek: (at: number) => void
}

/** All marks of the span as a list, newest first; each leads to its moment. */
export function MarkList({ marks, error, at, onSeek }: MarkListProps) {
  const items = marks?.items ?? []
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button size="sm" className="h-8">
          {error === null ? `Marks (${items.length}${marks?.cut === true ? '+' : ''})` : 'Marks: not read'}
        </Button>
      </PopoverTrigger>
      <PopoverContent
        side="top"
        align="end"
        aria-label="Marks"
        className="max-h-[60vh] w-96 overflow-y-auto p-2"
      >
        {error !== null && <p className="p-2 text-failing">The marks could not be read: {error.message}</p>}
        {error === null && items.length === 0 && (
          <p className="p-2 text-muted">Nothing was recorded in this span.</p>
        )}
        <ul>
          {items.map((mark) => {
            const time = Date.parse(mark.at)
            return (
              <li
                key={`${mark.at} ${mark.kind} ${mark.service.namespace}/${mark.service.name} ${mark.words}`}
              >
                <button
                  type="button"
                  aria-current={time === at ? 'time' : undefined}
                  onClick={() => onSeek(time)}
                  className="flex w-full items-baseline gap-2 rounded-md px-2 py-1.5 text-left hover:bg-stable-soft aria-[current]:bg-stable-soft"
                >
                  <span aria-hidden className="w-4 shrink-0 text-center">
                    {markSigns[mark.kind].glyph}
                  </span>
                  <span className="min-w-0 flex-1">
                    <span className="font-medium">{mark.service.name}</span> {mark.words}
                    <span className="block text-xs text-muted">
                      {markSigns[mark.kind].word} · {mark.actor}
                    </span>
                  </span>
                  <time
                    dateTime={mark.at}
                    title={formatExact(mark.at)}
                    className="text-xs text-muted tabular-nums"
                  >
                    {formatTime(mark.at)}
                  </time>
                </button>
              </li>
            )
          })}
        </ul>
        {marks?.cut === true && (
          <p className="p-2 text-muted">
            Only the newest {items.length}: choose a shorter range for the rest.
          </p>
        )}
      </PopoverContent>
    </Popover>
  )
}
