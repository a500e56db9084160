/** "12 s", "4 min", "3 h", "2 d": a length of time in one unit. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min`
  if (whole < 86_400) return `${Math.floor(whole / 3600)} h`
  return `${Math.floor(whole / 86_400)} d`
}

/** "12 s ago" or "in 4 min", between two epoch times in milliseconds. */
export function formatRelative(at: number, now: number): string {
  const seconds = (now - at) / 1000
  if (seconds < -1) return `in ${formatDuration(-seconds)}`
  return seconds < 5 ? 'just now' : `${formatDuration(seconds)} ago`
}

/** A countdown or stopwatch: "3:12", "1:04:09". */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor((whole % 3600) / 60)
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`
}

const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'long' })
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** Date, time and zone, in the viewer's zone. */
export function formatExact(at: string | number): string {
  return exact.format(new Date(at))
}

/** "2026-11-30 20:31:04", in UTC: for paper and files, with the zone said beside it. */
export function formatUtc(at: string | number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ')
}

/** "12:24:10" in the viewer's zone. */
export function formatTime(at: string | number): string {
  return clock.format(new Date(at))
}
