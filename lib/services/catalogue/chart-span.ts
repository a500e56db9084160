import type { z } from 'zod'
import type { MetricsQuery } from '../../contracts/services'
import { DomainError } from '../../domain/errors'

/** The longest window of charts, seconds. */
const longest = 24 * 3600
const shortest = 60
const usualPoints = 120
const mostPoints = 500
const finestStep = 5

export interface ChartSpan {
  from: Date
  to: Date
  /** Seconds. */
  window: number
  step: number
  /** Whether it ends now, and so moves on. */
  live: boolean
}

const seconds = (text: string): number =>
  Number(text.slice(0, -1)) * ({ s: 1, m: 60, h: 3600 }[text.slice(-1)] ?? 1)

/**
 * The span that a query asks for, with a step that makes at most 500 points. A window is cut to what charts can show,
 * and the answer says to what. Throws `malformed` for a span that lies in the future.
 */
export function chartSpan(query: z.output<typeof MetricsQuery>, now: Date): ChartSpan {
  const { from, to } = query
  if (from === undefined || to === undefined) {
    const window = Math.min(longest, Math.max(shortest, seconds(query.window ?? '30m')))
    return { ...places(now.getTime() - window * 1000, now.getTime(), query.step), live: true }
  }
  const start = Date.parse(from)
  if (start >= now.getTime())
    throw new DomainError('malformed', 'A query parameter is wrong.', {
      fields: [{ path: 'from', message: 'lies in the future' }],
    })
  const end = Math.min(Date.parse(to), now.getTime())
  // A span that reaches beyond now is answered up to now.
  return { ...places(Math.min(start, end - shortest * 1000), end, query.step), live: false }
}

function places(from: number, to: number, asked: string | undefined): Omit<ChartSpan, 'live'> {
  const window = Math.round((to - from) / 1000)
  const step = Math.max(
    finestStep,
    Math.ceil(window / mostPoints),
    asked === undefined ? Math.ceil(window / usualPoints) : seconds(asked),
  )
  return { from: new Date(from), to: new Date(to), window, step }
}
