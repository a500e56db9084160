'use client'
import { formatPercent } from '@/components/ui/format-number'
import { cn } from '@/lib/cn'
import { toneColor, type VersionTone } from '../version-tone'
import { moveBoundary, pairAt, positionOf, rangeOf, stepBoundary, type SplitDraft } from './split-draft'
import { SplitHandle } from './split-handle'

export interface Segment {
  key: string
  /** What people call it: the version, else the key. */
  name: string
  tone: VersionTone
  role?: string | undefined
}

interface SegmentsProps {
  segments: readonly Segment[]
  live: readonly number[]
  draft: SplitDraft
  /** The segment that presets apply to. */
  chosen: number
  disabled: boolean
  onChoose: (index: number) => void
  onChange: (draft: SplitDraft) => void
  onDragging: (dragging: boolean) => void
}

const inks: Partial<Record<VersionTone, string>> = {
  stable: 'bg-stable-soft text-text',
  canary: 'bg-canary text-canary-ink',
}

/** The bar itself: a segment for each version, what is pending in hatching, a handle at each boundary. */
export function Segments({
  segments,
  live,
  draft,
  chosen,
  disabled,
  onChoose,
  onChange,
  onDragging,
}: SegmentsProps) {
  const percent = (weight: number) => (draft.total > 0 ? (weight / draft.total) * 100 : 0)
  const valueText = segments
    .map(({ name }, index) => `${name} ${formatPercent(percent(draft.weights[index] ?? 0))}`)
    .join(', ')
  const boundaries = segments.slice(1).map((_, index) => positionOf(draft, index))
  return (
    <div data-testid="split-bar" className="relative h-12 rounded-lg border border-line-strong bg-panel">
      <div className="flex h-full overflow-hidden rounded-[9px]">
        {segments.map((segment, index) => {
          const now = draft.weights[index] ?? 0
          const last = index === segments.length - 1 && index > 0
          const ends = index === 0 || last
          return (
            <div
              key={segment.key}
              aria-hidden
              onClick={() => {
                if (!disabled) onChoose(index)
              }}
              style={{ width: `${percent(now)}%` }}
              className={cn(
                'relative flex h-full items-center overflow-hidden',
                inks[segment.tone] ?? 'text-text',
                last ? 'justify-end' : index > 0 && 'justify-center',
                chosen === index && segments.length > 2 && 'underline decoration-2 underline-offset-4',
              )}
            >
              {inks[segment.tone] === undefined && (
                <span
                  className="absolute inset-0 opacity-35"
                  style={{ background: toneColor(segment.tone) }}
                />
              )}
              <SegmentLabel
                segment={segment}
                percent={percent(now)}
                // What is pending lies hatched over the inner side of the first and the last segment.
                room={ends && now > 0 ? Math.min(1, (live[index] ?? 0) / now) : 1}
                className={last ? 'justify-end' : index > 0 ? 'justify-center' : ''}
              />
            </div>
          )
        })}
      </div>
      {segments.slice(1).map((right, index) => (
        <Pending
          key={right.key}
          from={percent(live.slice(0, index + 1).reduce((sum, weight) => sum + weight, 0))}
          to={percent(boundaries[index] ?? 0)}
          left={segments[index]?.tone ?? 'stable'}
          right={right.tone}
        />
      ))}
      {boundaries.map((position, index) => {
        const [left, right] = pairAt(draft, index) ?? [index, index + 1]
        return (
          <SplitHandle
            key={segments[index]?.key ?? index}
            index={index}
            label={`Boundary between ${segments[left]?.name ?? ''} and ${segments[right]?.name ?? ''}`}
            valueText={valueText}
            position={position}
            {...rangeOf(draft, index)}
            total={draft.total}
            nudge={nudgeOf(boundaries, index, draft.total)}
            disabled={disabled || pairAt(draft, index) === null}
            onMove={(to) => onChange(moveBoundary(draft, index, to))}
            onStep={(steps) => onChange(stepBoundary(draft, index, steps))}
            onDragging={onDragging}
          />
        )
      })}
    </div>
  )
}

interface SegmentLabelProps {
  segment: Segment
  percent: number
  /** The part of the segment that nothing covers, 0 to 1. */
  room: number
  className: string
}

/** Name, percent and role, as many of them as there is room for: what does not fit wraps out of sight. */
function SegmentLabel({ segment: { name, role }, percent, room, className }: SegmentLabelProps) {
  return (
    <span
      className={cn(
        'relative flex h-6 flex-wrap gap-x-2 overflow-hidden px-3 leading-6 font-semibold whitespace-nowrap',
        className,
      )}
      style={{ width: `${room * 100}%` }}
    >
      <span className="-mr-2 h-6 w-0" />
      <span>{name}</span>
      <span>{formatPercent(percent)}</span>
      {role !== undefined && <small className="font-normal">{role}</small>}
    </span>
  )
}

/** Handles at one place stand side by side, so that each can be grasped. */
function nudgeOf(boundaries: readonly number[], index: number, total: number): number {
  const at = boundaries[index] ?? 0
  const same = boundaries.flatMap((position, other) => (position === at ? [other] : []))
  const place = same.indexOf(index)
  const shift = at > total / 2 ? place - (same.length - 1) : place
  return shift * 16
}

interface PendingProps {
  from: number
  to: number
  left: VersionTone
  right: VersionTone
}

/** Hatching over what changes hands, in the colour of the version that gains; a dashed line where it stands live. */
function Pending({ from, to, left, right }: PendingProps) {
  if (Math.abs(from - to) < 0.001) return null
  const gains = to < from ? right : left
  return (
    <span
      aria-hidden
      data-testid="pending"
      className={cn(
        'hatch pointer-events-none absolute inset-y-0 border-dashed bg-panel',
        to < from ? 'border-r-2' : 'border-l-2',
      )}
      style={{
        left: `${Math.min(from, to)}%`,
        width: `${Math.abs(from - to)}%`,
        color: toneColor(gains),
        borderColor: toneColor(gains),
      }}
    />
  )
}
