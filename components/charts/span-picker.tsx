'use client'
import { ChevronLeft, ChevronRight, RotateCcw, ZoomIn, ZoomOut } from 'lucide-react'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover'
import { useState, type ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { spanProblem, type SpanChoice, type Stretch } from './prepare-span'
import type { ChartKey } from './service-charts'

const windows = [
  { value: '15m', label: '15 min' },
  { value: '1h', label: '1 h' },
  { value: '3h', label: '3 h' },
  { value: '6h', label: '6 h' },
  { value: '24h', label: '24 h' },
]
const CHOSEN = 'chosen'
const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

interface SpanPickerProps {
  choice: SpanChoice
  /** What is on screen, epoch milliseconds; null before the first answer. */
  shown: Stretch | null
  /** Whether the address chooses something else than the card would. */
  changed: boolean
  onWindow: (window: string) => void
  onStretch: (stretch: Stretch) => void
  onKey: (key: ChartKey) => void
}

/** Which stretch of time the charts show: a window, a from and to, and steps about what is on screen. */
export function SpanPicker({ choice, shown, changed, onWindow, onStretch, onKey }: SpanPickerProps) {
  const window = 'window' in choice ? choice.window : CHOSEN
  const known = windows.some(({ value }) => value === window)
  const options = known ? windows : [...windows, { value: window, label: otherLabel(choice) }]
  return (
    <div role="group" aria-label="Time of the charts" className="contents">
      <Select
        label="Window"
        value={window}
        onChange={(next) => {
          if (next !== CHOSEN) onWindow(next)
        }}
        options={options}
        className="h-7 text-xs"
      />
      <FromTo shown={shown} onStretch={onStretch} />
      <Step label="Earlier" disabled={shown === null} onClick={() => onKey('earlier')}>
        <ChevronLeft className="size-4" aria-hidden />
      </Step>
      <Step label="Later" disabled={shown === null} onClick={() => onKey('later')}>
        <ChevronRight className="size-4" aria-hidden />
      </Step>
      <Step label="Zoom in" disabled={shown === null} onClick={() => onKey('in')}>
        <ZoomIn className="size-4" aria-hidden />
      </Step>
      <Step label="Zoom out" disabled={shown === null} onClick={() => onKey('out')}>
        <ZoomOut className="size-4" aria-hidden />
      </Step>
      {changed && (
        <Button size="sm" variant="ghost" onClick={() => onKey('reset')}>
          <RotateCcw className="size-3.5" aria-hidden />
          Reset zoom
        </Button>
      )}
    </div>
  )
}

function Step({
  label,
  disabled,
  onClick,
  children,
}: {
  label: string
  disabled: boolean
  onClick: () => void
  children: ReactNode
}) {
  return (
    <Button
      size="icon"
      variant="ghost"
      className="size-7"
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onClick}
    >
      {children}
    </Button>
  )
}

function otherLabel(choice: SpanChoice): string {
  if ('window' in choice) return choice.window
  const [from, to] = [new Date(choice.from), new Date(choice.to)]
  const sameDay = from.toDateString() === to.toDateString()
  return `${day.format(from)} – ${(sameDay ? clock : day).format(to)}`
}

/** Two times in the viewer's zone. */
function FromTo({ shown, onStretch }: Pick<SpanPickerProps, 'shown' | 'onStretch'>) {
  const [open, setOpen] = useState(false)
  const [draft, setDraft] = useState({ from: '', to: '' })
  const [problem, setProblem] = useState<string>()
  const apply = () => {
    const stretch = { from: Date.parse(draft.from), to: Date.parse(draft.to) }
    const found = spanProblem(stretch, Date.now())
    setProblem(found)
    if (found !== undefined) return
    onStretch(stretch)
    setOpen(false)
  }
  return (
    <Popover
      open={open}
      onOpenChange={(next) => {
        setOpen(next)
        setProblem(undefined)
        if (next && shown !== null) setDraft({ from: localText(shown.from), to: localText(shown.to) })
      }}
    >
      <PopoverTrigger asChild>
        <Button size="sm">From–to…</Button>
      </PopoverTrigger>
      <PopoverContent aria-label="From and to">
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault()
            apply()
          }}
        >
          {(['from', 'to'] as const).map((name) => (
            <label key={name} className="flex items-center justify-between gap-3">
              <span className="capitalize">{name}</span>
              <Input
                type="datetime-local"
                step={1}
                value={draft[name]}
                onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
              />
            </label>
          ))}
          <p className="text-xs text-muted">In your time zone, at most 24 hours.</p>
          {problem !== undefined && (
            <p role="alert" className="text-xs text-failing">
              {problem}
            </p>
          )}
          <Button type="submit" size="sm" className="self-end">
            Show
          </Button>
        </form>
      </PopoverContent>
    </Popover>
  )
}

/** As `datetime-local` takes it: the viewer's clock without a zone. */
function localText(time: number): string {
  const date = new Date(time)
  return new Date(time - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19)
}
