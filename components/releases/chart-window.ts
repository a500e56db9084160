import type { SpanChoice } from '@/components/charts/prepare-span'
import { choiceOf } from '@/components/charts/prepare-span'
import type { ReleaseDto } from '@/lib/contracts/releases'

const windows = [
  ['10m', 600],
  ['30m', 1800],
  ['1h', 3600],
  ['3h', 10_800],
  ['6h', 21_600],
  ['24h', 86_400],
] as const
const LONGEST_MS = 86_400_000
/** Shown before the start and after the end, to compare with. */
const AROUND_MS = 120_000

/**
 * What shows a release: from shortly before its start until now, or until shortly after its end; the last 24 h of it
 * where it took longer. `now` in epoch milliseconds.
 */
export function chartWindow(release: Pick<ReleaseDto, 'startedAt' | 'endedAt'>, now: number): SpanChoice {
  const start = Date.parse(release.startedAt ?? '')
  const end = Date.parse(release.endedAt ?? '')
  if (end < now - AROUND_MS) {
    const to = end + AROUND_MS
    return choiceOf({ from: Math.max(to - LONGEST_MS, (start || end) - AROUND_MS), to })
  }
  const age = Number.isNaN(start) ? 0 : (now - start) / 1000
  const [window] = windows.find(([, seconds]) => seconds >= age * 1.1 + 60) ?? windows[5]
  return { window }
}
