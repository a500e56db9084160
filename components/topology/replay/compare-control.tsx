'use client'
import { Button } from '@/components/ui/button'
import { formatTime } from '@/components/ui/format-time'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover'
import { stateSigns, type ComparedMoments } from './compare-moments'
import { onFrame } from './replay-state'
import { TimeField } from './time-field'
import type { Replay } from './use-replay'

interface CompareControlProps {
  replay: Replay
  compared: ComparedMoments | undefined
  error: Error | null
  onSelect: (id: string) => void
}

/** Pins a second moment, and lists what differs from it. */
export function CompareControl({ replay, compared, error, onSelect }: CompareControlProps) {
  const { at, compare, change } = replay
  if (at === null) return null
  if (compare === null) {
    return (
      <Popover>
        <PopoverTrigger asChild>
          <Button size="sm" className="h-8">
            Compare with…
          </Button>
        </PopoverTrigger>
        <PopoverContent side="top" align="end" aria-label="Compare with" className="flex w-80 flex-col gap-3">
          <Button onClick={() => change({ compare: at })}>Pin {formatTime(at)}, then go elsewhere</Button>
          <Button onClick={() => change({ compare: onFrame(Date.now()) })}>With now</Button>
          <TimeField label="With the moment" value={at} onChange={(time) => change({ compare: time })} />
        </PopoverContent>
      </Popover>
    )
  }
  const count = compared?.changes.length
  const words =
    error !== null
      ? 'could not be read'
      : compare === at
        ? 'choose another moment'
        : count === undefined
          ? 'reading…'
          : count === 1
            ? '1 change'
            : `${count} changes`
  return (
    <span className="inline-flex items-center gap-1">
      <Popover>
        <PopoverTrigger asChild>
          <Button size="sm" className="h-8" data-testid="compare-changes">
            Against {formatTime(compare)}: {words}
          </Button>
        </PopoverTrigger>
        <PopoverContent
          side="top"
          align="end"
          aria-label="Changes"
          className="max-h-[60vh] w-96 overflow-y-auto p-2"
        >
          <h2 className="px-2 pb-1 text-xs text-muted">
            From {formatTime(Math.min(at, compare))} to {formatTime(Math.max(at, compare))}
          </h2>
          {error !== null && <p className="p-2 text-failing">{error.message}</p>}
          {count === 0 && <p className="p-2 text-muted">Nothing differs.</p>}
          <ul>
            {compared?.changes.map(({ id, state, name, words: what }) => (
              <li key={id}>
                <button
                  type="button"
                  onClick={() => onSelect(id)}
                  className="flex w-full items-baseline gap-2 rounded-md px-2 py-1.5 text-left hover:bg-stable-soft"
                >
                  <span aria-hidden className="w-4 shrink-0 text-center font-semibold">
                    {stateSigns[state].glyph}
                  </span>
                  <span className="min-w-0">
                    <span className="font-medium">{name}</span> {stateSigns[state].word}
                    {what !== '' && <span className="block text-xs text-muted">{what}</span>}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </PopoverContent>
      </Popover>
      <Button size="sm" variant="ghost" className="h-8" onClick={() => change({ compare: null })}>
        Stop comparing
      </Button>
    </span>
  )
}
