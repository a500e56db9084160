'use client'
import { useRef, type KeyboardEvent, type PointerEvent } from 'react'
import { cn } from '@/lib/cn'

interface SplitHandleProps {
  index: number
  /** "Boundary between v1 and v2". */
  label: string
  /** Said for the value: "v1 75 %, v2 25 %". */
  valueText: string
  position: number
  low: number
  high: number
  total: number
  /** Pixels by which handles that stand at one place are pulled apart. */
  nudge: number
  disabled: boolean
  onMove: (position: number) => void
  onStep: (steps: number) => void
  onDragging: (dragging: boolean) => void
}

const BIG_STEP = 10

/** One boundary: a slider for keyboards and screen readers, a grip for mouse and finger. */
export function SplitHandle(props: SplitHandleProps) {
  const { index, position, low, high, total, disabled, onMove, onStep, onDragging } = props
  const dragging = useRef(false)

  const keys = (event: KeyboardEvent) => {
    const step = event.shiftKey ? BIG_STEP : 1
    const actions: Record<string, () => void> = {
      ArrowRight: () => onStep(step),
      ArrowUp: () => onStep(step),
      ArrowLeft: () => onStep(-step),
      ArrowDown: () => onStep(-step),
      Home: () => onMove(low),
      End: () => onMove(high),
    }
    const act = actions[event.key]
    if (act === undefined || disabled) return
    event.preventDefault()
    act()
  }
  const begin = (event: PointerEvent<HTMLDivElement>) => {
    if (disabled || event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    event.currentTarget.focus()
    dragging.current = true
    onDragging(true)
  }
  const move = (event: PointerEvent<HTMLDivElement>) => {
    const bar = event.currentTarget.parentElement?.getBoundingClientRect()
    if (!dragging.current || bar === undefined || bar.width === 0) return
    onMove(((event.clientX - bar.left) / bar.width) * total)
  }
  const end = () => {
    if (!dragging.current) return
    dragging.current = false
    onDragging(false)
  }
  const percent = total > 0 ? (position / total) * 100 : 0
  return (
    <div
      role="slider"
      tabIndex={0}
      data-testid={`split-handle-${index}`}
      aria-label={props.label}
      aria-valuemin={low}
      aria-valuemax={high}
      aria-valuenow={position}
      aria-valuetext={props.valueText}
      aria-disabled={disabled}
      onKeyDown={keys}
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={end}
      style={{ left: `calc(clamp(9px, ${percent}%, 100% - 9px) + ${props.nudge}px)` }}
      className={cn(
        'group absolute inset-y-0 z-10 grid w-7 -translate-x-1/2 touch-none place-items-center rounded-md',
        disabled ? 'cursor-not-allowed' : 'cursor-ew-resize',
      )}
    >
      <span
        className={cn(
          'h-6 w-[5px] rounded-full border border-bg bg-text transition-[height]',
          disabled ? 'h-4 opacity-40' : 'group-hover:h-8 group-active:h-8',
        )}
      />
    </div>
  )
}
