import type { ReleaseDto } from '@/lib/contracts/releases'

const windows = [
  ['10m', 600],
  ['30m', 1800],
  ['1h', 3600],
  ['3h', 10_800],
  ['6h', 21_600],
  ['24h', 86_400],
] as const
const LONGEST = 86_400

/**
 * The window that shows a release from shortly before its start until now; null for one that ended before the longest
 * window begins. `now` in epoch milliseconds.
 */
export function chartWindow(release: Pick<ReleaseDto, 'startedAt' | 'endedAt'>, now: number): string | null {
  if (release.endedAt !== undefined && (now - Date.parse(release.endedAt)) / 1000 > LONGEST) return null
  const age = release.startedAt === undefined ? 0 : (now - Date.parse(release.startedAt)) / 1000
  return (
    (windows.find(([, seconds]) => seconds >= age * 1.1 + 60) ?? windows[windows.length - 1])?.[0] ?? null
  )
}
