const units = ['B', 'kB', 'MB', 'GB'] as const

/** "1.2 MB", in powers of 1000. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${value >= 10 ? Math.round(value) : Math.round(value * 10) / 10}\u202f${units[unit] ?? 'B'}`
}
