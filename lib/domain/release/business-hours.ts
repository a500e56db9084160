import type { BusinessHours } from './release-rules'
import type { LocalMinute } from './zone-clock'
import { zoneClock } from './zone-clock'

const minuteMs = 60_000
/** Zones change their offset at full or half hours of UTC: nothing in between is jumped over. */
const stepMs = 30 * minuteMs
const farthestMs = 15 * 24 * 60 * minuteMs

/** Whether the hours are open at a moment, in milliseconds. */
export const isOpen = (hours: BusinessHours, at: number): boolean =>
  isOpenAt(hours, zoneClock(hours.zone)(at))

/**
 * The first moment from `at` on when the hours are open, in milliseconds; undefined when there is none within 15 days.
 * Follows the wall clock through changes to and from daylight saving.
 */
export function nextOpening(hours: BusinessHours, at: number): number | undefined {
  const clock = zoneClock(hours.zone)
  const opening = minutesOf(hours.from)
  let moment = at
  while (moment - at <= farthestMs) {
    const local = clock(moment)
    if (isOpenAt(hours, local)) return moment
    const minutes = local.minute < opening ? opening - local.minute : 24 * 60 - local.minute
    const nextMinute = Math.floor(moment / minuteMs) * minuteMs + minutes * minuteMs
    moment = Math.min(nextMinute, (Math.floor(moment / stepMs) + 1) * stepMs)
  }
  return undefined
}

function isOpenAt(hours: BusinessHours, { day, minute }: LocalMinute): boolean {
  return hours.days.includes(day) && minute >= minutesOf(hours.from) && minute < minutesOf(hours.to)
}

/** `24:00` is the end of the day. */
function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}
