'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { useNow } from '@/components/ui/use-now'

interface TimeFieldProps {
  label: string
  /** Epoch milliseconds. */
  value: number
  onChange: (value: number) => void
}

/** A moment by date and time in the viewer's zone; taken over on Enter or by its button. */
export function TimeField({ label, value, onChange }: TimeFieldProps) {
  const [text, setText] = useState(() => localText(value))
  const time = Date.parse(text)
  const now = useNow()
  const good = !Number.isNaN(time) && time <= now
  return (
    <form
      className="flex flex-col gap-1"
      onSubmit={(event) => {
        event.preventDefault()
        if (good) onChange(time)
      }}
    >
      <label className="flex flex-col gap-1 text-xs text-muted">
        {label}
        <Input
          type="datetime-local"
          step={1}
          value={text}
          aria-invalid={!good}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      {!good && <p className="text-xs text-failing">A moment that has been.</p>}
      <Button type="submit" size="sm" aria-disabled={!good}>
        Take it
      </Button>
    </form>
  )
}

/** As the field writes it: "2026-11-21T12:00:07" in the viewer's zone. */
function localText(value: number): string {
  const shifted = new Date(value - new Date(value).getTimezoneOffset() * 60_000)
  return shifted.toISOString().slice(0, 19)
}
