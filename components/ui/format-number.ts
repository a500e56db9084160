const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const oneDigit = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })
const twoDigits = new Intl.NumberFormat('en', { maximumFractionDigits: 2 })

const NARROW_SPACE = '\u202f'

/** "8,940". */
export function formatCount(value: number): string {
  return whole.format(value)
}

/** A share of 0–100 as "9.8 %", with a space that doesn't break. */
export function formatPercent(value: number): string {
  return `${oneDigit.format(value)}${NARROW_SPACE}%`
}

/** A success share of 0–100; two digits, since the last one matters near 100. Never rounds up to 100. */
export function formatSuccess(value: number | null): string {
  if (value === null) return '–'
  const shown = value < 100 ? Math.min(value, 99.99) : value
  return `${twoDigits.format(shown)}${NARROW_SPACE}%`
}

/** Requests a second: "150", "8.4", "0.02". */
export function formatRate(value: number | null): string {
  if (value === null) return '–'
  return value >= 10 ? whole.format(value) : value >= 1 ? oneDigit.format(value) : twoDigits.format(value)
}

/** Milliseconds of a histogram bucket: "100–250 ms", "> 10 s" past the last bound. */
export function formatBand(band: { low: number; high: number | null } | null): string {
  if (band === null) return '–'
  if (band.high === null) return `> ${milliseconds(band.low)}`
  if (band.high >= 1000 && band.low >= 1000)
    return `${oneDigit.format(band.low / 1000)}–${oneDigit.format(band.high / 1000)}${NARROW_SPACE}s`
  return `${oneDigit.format(band.low)}–${oneDigit.format(band.high)}${NARROW_SPACE}ms`
}

function milliseconds(value: number): string {
  return value >= 1000
    ? `${oneDigit.format(value / 1000)}${NARROW_SPACE}s`
    : `${oneDigit.format(value)}${NARROW_SPACE}ms`
}
