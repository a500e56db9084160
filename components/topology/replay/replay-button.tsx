'use client'
import { History } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { frameMs, onFrame } from './replay-state'
import type { Replay } from './use-replay'

/** Opens the scrubber a moment ago, or closes it. */
export function ReplayButton({ replay }: { replay: Replay }) {
  const open = replay.at !== null
  return (
    <Button
      className="h-8 shrink-0 px-2.5"
      aria-pressed={open}
      title="What was, with the routes of that time"
      onClick={() => (open ? replay.close() : replay.seek(onFrame(Date.now()) - frameMs))}
    >
      <History className="size-4" aria-hidden />
      Replay
    </Button>
  )
}
