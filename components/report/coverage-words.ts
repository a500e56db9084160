import type { ReleaseReportDto } from '@/lib/contracts/release-report'

/** Which of the events the newest checkpoint covers, as a sentence; empty without one. */
export function coverageWords(
  events: readonly { seq: number }[],
  newest: ReleaseReportDto['chain']['checkpoint']['newest'],
): string {
  if (newest === null) return ''
  const covered = events.filter(({ seq }) => seq <= newest.seq).length
  if (covered === events.length) return 'It covers all events of this report.'
  if (covered === 0) return 'It covers none of these events yet: they are younger.'
  const [from, to] = [events[covered]?.seq, events.at(-1)?.seq]
  const younger = from === to ? `event ${from} is younger` : `events ${from} to ${to} are younger`
  return `It covers ${covered} of these ${events.length} events; ${younger}.`
}
