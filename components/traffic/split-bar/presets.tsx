'use client'
import { formatPercent } from '@/components/ui/format-number'
import { cn } from '@/lib/cn'
import { setSegment, weightOfPercent, type SplitDraft } from './split-draft'

const PERCENTS = [0, 1, 5, 10, 25, 50, 100] as const

interface PresetsProps {
  name: string
  index: number
  draft: SplitDraft
  disabled: boolean
  onChange: (draft: SplitDraft) => void
}

/** One tap to a usual share of one version. On a coarse scale it offers what each lands at, and says so. */
export function Presets({ name, index, draft, disabled, onChange }: PresetsProps) {
  const offers = PERCENTS.map((percent) => {
    const next = setSegment(draft, index, weightOfPercent(draft, percent))
    const lands = ((next.weights[index] ?? 0) / draft.total) * 100
    return { percent, next, lands, exact: Math.abs(lands - percent) < 0.05 }
  }).filter(
    ({ lands, exact }, place, all) =>
      exact ||
      (all.findIndex((other) => other.lands === lands) === place &&
        !all.some((other) => other.exact && other.lands === lands)),
  )
  return (
    <div role="group" aria-label={`Share of ${name}`} className="flex flex-wrap items-center gap-1">
      <span className="mr-1 text-xs text-muted">{name} to</span>
      {offers.map(({ percent, next, lands, exact }) => (
        <button
          key={percent}
          type="button"
          data-testid={`preset-${percent}`}
          disabled={disabled || draft.locked.includes(index)}
          aria-pressed={draft.weights[index] === next.weights[index]}
          {...(exact ? {} : { title: `The nearest to ${formatPercent(percent)} that can be had` })}
          onClick={() => onChange(next)}
          className={cn(
            'h-7 min-w-8 rounded-md border px-1.5 text-xs disabled:cursor-not-allowed disabled:opacity-55',
            draft.weights[index] === next.weights[index]
              ? 'border-text font-semibold'
              : 'border-line-strong text-muted not-disabled:hover:bg-stable-soft not-disabled:hover:text-text',
          )}
        >
          {Math.round(lands * 10) / 10}
        </button>
      ))}
    </div>
  )
}
