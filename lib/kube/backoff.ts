const FIRST_MS = 200
const LAST_MS = 10_000

/** Milliseconds to wait after so many failures in a row, from 200 up to 10,000, spread by `random` (0–1). */
export function backoffMs(failures: number, random: number): number {
  const ceiling = Math.min(LAST_MS, FIRST_MS * 2 ** Math.min(failures, 16))
  return FIRST_MS + random * (ceiling - FIRST_MS)
}
