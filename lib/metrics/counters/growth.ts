import type { Series } from '../prometheus/answer'
import { targetOf } from './targets'

interface Point {
  time: number
  value: number
}

/** What a counter grew by between two of its samples; times are Unix milliseconds. */
export interface Step {
  before: number
  time: number
  grown: number
}

/**
 * The samples at or after `since`, with a zero in front where the series is known to have begun inside the span: its
 * target was scraped before, as `scraped` (first scrapes by target) says. `increase()` would miss that first value.
 */
export function fromStart(
  { labels, points }: Series,
  since: number,
  scraped: ReadonlyMap<string, number>,
): Point[] {
  const finite = points.filter(({ value }) => Number.isFinite(value))
  const inside = finite.filter(({ time: at }) => at >= since)
  const [first] = inside
  if (first === undefined || finite.length > inside.length) return inside
  const earlier = scraped.get(targetOf(labels))
  if (earlier === undefined || earlier >= first.time) return inside
  return [{ time: first.time - 1, value: 0 }, ...inside]
}

/** Integer differences of consecutive samples; a counter that fell was reset and began at 0. */
export function stepsOf(points: readonly Point[]): Step[] {
  return points.slice(1).map(({ time, value }, index) => {
    const before = points[index] ?? { time, value }
    return {
      before: before.time,
      time,
      grown: Math.round(value < before.value ? value : value - before.value),
    }
  })
}
