'use client'
import { Lock, LockOpen } from 'lucide-react'
import { useState } from 'react'
import { formatPercent } from '@/components/ui/format-number'
import { cn } from '@/lib/cn'
import { toneColor } from '../version-tone'
import type { Segment } from './segments'
import { setSegment, toggleLock, type SplitDraft } from './split-draft'

interface SegmentInputsProps {
  segments: readonly Segment[]
  draft: SplitDraft
  /** What a weight counts, where not a mere proportion: pods. */
  unit?: string | undefined
  disabled: boolean
  onChange: (draft: SplitDraft) => void
  onChoose: (index: number) => void
}

/** A number field for each version on the rule's own scale; with more than two versions also a lock. */
export function SegmentInputs({ segments, draft, unit, disabled, onChange, onChoose }: SegmentInputsProps) {
  return (
    <div className="flex flex-wrap gap-x-5 gap-y-2">
      {segments.map(({ key, name, tone }, index) => {
        const locked = draft.locked.includes(index)
        return (
          <div key={key} className="flex items-center gap-1.5">
            <label className="flex items-center gap-1.5">
              <span aria-hidden className="size-2.5 rounded-[3px]" style={{ background: toneColor(tone) }} />
              <span className="font-medium">{name}</span>
              <WeightField
                name={name}
                weight={draft.weights[index] ?? 0}
                total={draft.total}
                disabled={disabled || locked}
                onFocus={() => onChoose(index)}
                onWeight={(weight) => onChange(setSegment(draft, index, weight))}
              />
              <span className="text-muted">
                {draft.total === 100
                  ? '%'
                  : `of ${draft.total}${unit === undefined ? '' : ` ${unit}`} · ${formatPercent(((draft.weights[index] ?? 0) / draft.total) * 100)}`}
              </span>
            </label>
            {segments.length > 2 && (
              <button
                type="button"
                disabled={disabled}
                aria-pressed={locked}
                aria-label={`Lock ${name}`}
                onClick={() => onChange(toggleLock(draft, index))}
                className={cn(
                  'rounded-sm p-1 disabled:opacity-55',
                  locked ? 'text-text' : 'text-faint hover:text-text',
                )}
              >
                {locked ? (
                  <Lock className="size-3.5" aria-hidden />
                ) : (
                  <LockOpen className="size-3.5" aria-hidden />
                )}
              </button>
            )}
          </div>
        )
      })}
    </div>
  )
}

interface WeightFieldProps {
  name: string
  weight: number
  total: number
  disabled: boolean
  onFocus: () => void
  onWeight: (weight: number) => void
}

/** Holds what is being typed until it is a whole number, so that an empty field doesn't jump to 0. */
function WeightField({ name, weight, total, disabled, onFocus, onWeight }: WeightFieldProps) {
  const [typed, setTyped] = useState<string | null>(null)
  return (
    <input
      type="number"
      inputMode="numeric"
      min={0}
      max={total}
      step={1}
      aria-label={`Weight of ${name}`}
      data-testid={`split-input-${name}`}
      disabled={disabled}
      value={typed ?? String(weight)}
      onFocus={onFocus}
      onBlur={() => setTyped(null)}
      onChange={({ target }) => {
        const whole = /^\d+$/.test(target.value)
        setTyped(whole && Number(target.value) <= total ? null : target.value)
        if (whole) onWeight(Number(target.value))
      }}
      className="h-7 w-16 rounded-md border border-line-strong bg-bg px-2 text-right disabled:opacity-55"
    />
  )
}
