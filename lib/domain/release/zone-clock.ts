/** Where a moment lies in a time zone: weekday (1 Monday – 7 Sunday) and minute of the day. */
export interface LocalMinute {
  day: number
  minute: number
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** The wall clock of an IANA time zone, for moments in milliseconds since the epoch. Throws RangeError for no zone. */
export function zoneClock(zone: string): (at: number) => LocalMinute {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]))
    return {
      day: weekdays.indexOf(parts.get('weekday') ?? '') + 1,
      minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')),
    }
  }
}

/** Whether the name is a time zone that this process knows. */
export function isZone(zone: string): boolean {
  try {
    zoneClock(zone)
    return true
  } catch {
    return false
  }
}
