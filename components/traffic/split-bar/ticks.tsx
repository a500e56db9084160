import { X } from 'lucide-react'
import { formatExact, formatTime } from '@/components/ui/format-time'
import { cn } from '@/lib/cn'
import type { Tick } from './apply-progress'

const signs = {
  waiting: { glyph: '○', className: 'text-muted' },
  done: { glyph: '✓', className: 'text-ok' },
  wrong: { glyph: '▲', className: 'text-failing' },
}
const spoken = { waiting: 'waiting', done: 'done', wrong: 'went wrong' }

/** intent recorded → applied → observed converging → verified, with their times. */
export function Ticks({ ticks, onDismiss }: { ticks: readonly Tick[]; onDismiss: () => void }) {
  return (
    <div className="mt-3 flex items-start gap-2 rounded-md bg-bg px-3 py-2">
      <div role="status" className="flex-1">
        <ol aria-label="Progress of the move" className="flex flex-wrap gap-x-5 gap-y-1 text-xs">
          {ticks.map(({ name, words, state, at }) => (
            <li
              key={name}
              data-testid={`tick-${name}`}
              data-state={state}
              className={cn('flex items-baseline gap-1.5', state === 'waiting' && 'text-muted')}
            >
              <span aria-hidden className={signs[state].className}>
                {signs[state].glyph}
              </span>
              <span>
                {words}
                <span className="sr-only">, {spoken[state]}</span>
              </span>
              {at !== undefined && (
                <time dateTime={at} title={formatExact(at)} className="text-muted">
                  {formatTime(at)}
                </time>
              )}
            </li>
          ))}
        </ol>
      </div>
      <button
        type="button"
        aria-label="Close the progress"
        onClick={onDismiss}
        className="text-muted hover:text-text"
      >
        <X className="size-3.5" aria-hidden />
      </button>
    </div>
  )
}
