'use client'
import { TimeAgo } from '@/components/ui/time-ago'

/** A time as everywhere on screen; in UTC on paper. */
export function EventTime({ at, className }: { at: string; className?: string }) {
  return (
    <>
      <span className="print:hidden">
        <TimeAgo at={at} {...(className === undefined ? {} : { className })} />
      </span>
      <span className="hidden whitespace-nowrap print:inline">{at}</span>
    </>
  )
}
