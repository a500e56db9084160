'use client'
import { ChevronLeft, ChevronRight, Pause, Play, SkipBack, SkipForward } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Select } from '@/components/ui/select'
import { Tooltip } from '@/components/ui/tooltip'
import { speeds } from './replay-state'
import type { Replay } from './use-replay'

interface TransportProps {
  replay: Replay
  /** Whether there is a mark before and after the moment. */
  marks: { before: boolean; after: boolean }
  atEnd: boolean
  onMark: (direction: 1 | -1) => void
  onFrame: (direction: 1 | -1) => void
}

/** Play, speed, and steps by frame and by mark. */
export function Transport({ replay, marks, atEnd, onMark, onFrame }: TransportProps) {
  const { playing, speed } = replay
  const step = (
    label: string,
    Icon: typeof Play,
    run: () => void,
    { disabled = false, className = '' } = {},
  ) => (
    <Tooltip content={label}>
      <Button
        variant="ghost"
        size="icon"
        aria-label={label}
        aria-disabled={disabled}
        className={className}
        onClick={() => {
          if (!disabled) run()
        }}
      >
        <Icon className="size-4" aria-hidden />
      </Button>
    </Tooltip>
  )
  return (
    <div className="flex items-center gap-0.5">
      {step('Previous mark', SkipBack, () => onMark(-1), { disabled: !marks.before })}
      {step('10 s back', ChevronLeft, () => onFrame(-1), { className: 'max-md:hidden' })}
      {step(playing ? 'Pause' : 'Play', playing ? Pause : Play, () => replay.play(!playing), {
        disabled: atEnd && !playing,
        className: 'border-line-strong text-text',
      })}
      {step('10 s on', ChevronRight, () => onFrame(1), { disabled: atEnd, className: 'max-md:hidden' })}
      {step('Next mark', SkipForward, () => onMark(1), { disabled: !marks.after })}
      <Select
        label="Speed"
        className="ml-2"
        value={String(speed)}
        options={speeds.map((each) => ({ value: String(each), label: `${each}×` }))}
        onChange={(value) => replay.setSpeed(speeds.find((each) => String(each) === value) ?? 15)}
      />
    </div>
  )
}
