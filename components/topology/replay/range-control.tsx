'use client'
import { Button } from '@/components/ui/button'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover'
import { formatTime } from '@/components/ui/format-time'
import { Select } from '@/components/ui/select'
import { ranges, type Range } from './replay-state'
import { TimeField } from './time-field'
import type { Replay } from './use-replay'

const words: Readonly<Record<Range, string>> = { '15m': '15 min', '1h': '1 h', '3h': '3 h', '6h': '6 h' }

/** How long the track is, and where it begins. */
export function RangeControl({ replay, from }: { replay: Replay; from: number }) {
  const { range, start, change, seek } = replay
  return (
    <>
      <Select
        label="Range"
        value={range}
        options={ranges.map((value) => ({ value, label: words[value] }))}
        onChange={(value) => change({ range: ranges.find((known) => known === value) ?? '15m' })}
      />
      <Popover>
        <PopoverTrigger asChild>
          <Button size="sm" className="h-8 max-md:hidden">
            {start === null ? 'Start…' : `From ${formatTime(start)}`}
          </Button>
        </PopoverTrigger>
        <PopoverContent side="top" align="end" aria-label="Start" className="flex w-72 flex-col gap-3">
          <TimeField
            label="The track begins"
            value={start ?? from}
            onChange={(time) => {
              change({ start: time })
              seek(time)
            }}
          />
          {start !== null && <Button onClick={() => change({ start: null })}>Let it end now</Button>}
        </PopoverContent>
      </Popover>
    </>
  )
}
