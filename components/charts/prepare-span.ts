/** What charts show: a window that ends now and moves on, or a span that stays. Times are RFC 3339 in UTC. */
export type SpanChoice = { window: string } | { from: string; to: string }

/** Epoch milliseconds. */
export interface Stretch {
  from: number
  to: number
}

export const shortestMs = 60_000
export const longestMs = 24 * 3_600_000

const windowText = /^\d{1,6}(s|m|h)$/

/** What an address holds; `fallback` where it holds nothing, or nothing that makes sense. */
export function readChoice(
  read: (name: 'window' | 'from' | 'to') => string | null,
  fallback: SpanChoice,
): SpanChoice {
  const [from, to] = [Date.parse(read('from') ?? ''), Date.parse(read('to') ?? '')]
  if (to > from && to - from <= longestMs) return choiceOf({ from, to })
  const window = read('window')
  return window !== null && windowText.test(window) ? { window } : fallback
}

/** A stretch as the address and the API write it, in whole seconds. */
export function choiceOf({ from, to }: Stretch): { from: string; to: string } {
  return { from: isoSeconds(from), to: isoSeconds(to) }
}

/** Between two moments, whichever is first: at least a minute, not beyond `now`. */
export function between(one: number, other: number, now: number): Stretch {
  return fitted({ from: Math.min(one, other), to: Math.max(one, other) }, now)
}

/** `factor` times as long about a moment: below 1 zooms in. */
export function scaled({ from, to }: Stretch, factor: number, about: number, now: number): Stretch {
  const share = (about - from) / (to - from)
  const length = Math.min(longestMs, Math.max(shortestMs, (to - from) * factor))
  return fitted({ from: about - share * length, to: about + (1 - share) * length }, now)
}

/** Moved by a share of its length, back where negative. */
export function shifted({ from, to }: Stretch, share: number, now: number): Stretch {
  const by = (to - from) * share
  return fitted({ from: from + by, to: to + by }, now)
}

/** Why a chosen span cannot be shown; undefined where it can. */
export function spanProblem({ from, to }: Stretch, now: number): string | undefined {
  if (Number.isNaN(from) || Number.isNaN(to)) return 'Give both times.'
  if (to <= from) return 'The end must be later than the beginning.'
  if (to - from > longestMs) return 'Charts show at most 24 hours.'
  return from >= now ? 'That lies in the future.' : undefined
}

/** The length stays where it can: what would reach beyond now is moved back. */
function fitted({ from, to }: Stretch, now: number): Stretch {
  const length = Math.min(longestMs, Math.max(shortestMs, to - from))
  const end = Math.min(now, from + (to - from) / 2 + length / 2)
  return { from: end - length, to: end }
}

function isoSeconds(time: number): string {
  return new Date(Math.round(time / 1000) * 1000).toISOString().replace('.000Z', 'Z')
}
