import type { Series } from '../prometheus/answer'
import { fromStart, stepsOf } from './growth'
import { firstScrapes, scrapeTimes, succeeded } from './targets'

/** Samples with `from` < their time ≤ `to`; Unix milliseconds. */
export interface Span {
  from: number
  to: number
}

/** Counters go on while a scrape is missed, so a few lose nothing; more leave resets unseen. */
export const gapTolerance = 5

/** Missed scrapes after which a target is taken for gone. */
const goneAfter = 3

/** Scrapes keep their rhythm, but not to the millisecond. */
const jitter = 0.1

/** Seconds before a span that are read too, so that the sample before its first is there. */
export const lookBackSeconds = (scrapeSeconds: number): number =>
  Math.max(90, (gapTolerance + 2) * scrapeSeconds)

/**
 * The last sample of a span that can be used, `from` when there is none: up to it nothing is missing that may still
 * arrive. Prometheus shows a scrape once it is read, so that of a slow target comes after later ones of others. A target
 * that was never seen before cannot be waited for.
 */
export function settledUntil(series: readonly Series[], { from, to }: Span, scrapeSeconds: number): number {
  const targets = [...scrapeTimes(series).values()].map((times) => times.filter((at) => at <= to))
  const newest = Math.max(Number.NEGATIVE_INFINITY, ...targets.map((times) => times.at(-1) ?? -Infinity))
  const limit = Math.min(to, ...targets.map((times) => outstanding(times, newest, scrapeSeconds * 1000)))
  return Math.max(from, ...targets.map((times) => times.findLast((at) => at <= limit) ?? from))
}

/** When the earliest scrape of a target was due that may still arrive: within one interval, or it was missed. */
function outstanding(times: readonly number[], newest: number, scrapeMs: number): number {
  const last = times.at(-1)
  if (last === undefined) return Number.POSITIVE_INFINITY
  const rhythm = times
    .slice(1)
    .reduce((least, at, index) => Math.min(least, at - (times[index] ?? at)), scrapeMs)
  for (let missed = 1; missed <= goneAfter; missed += 1) {
    const due = last + missed * rhythm
    if (due > newest - rhythm) return due - jitter * rhythm
  }
  return Number.POSITIVE_INFINITY
}

/**
 * What every counter grew by over the samples of a span, in the order of the series, which begin before it. `proofs` are
 * other series of the same targets, which tell a new series from a new target; `up` counts where it is 1.
 */
export function growthsOf(
  series: readonly Series[],
  proofs: { series: readonly Series[]; ups: readonly Series[] },
  { from, to }: Span,
): number[] {
  const everything = [...series, ...proofs.series, ...proofs.ups.map(succeeded)]
  const scraped = firstScrapes(everything, Number.NEGATIVE_INFINITY)
  return series.map((one) =>
    stepsOf(fromStart(one, Number.NEGATIVE_INFINITY, scraped))
      .filter(({ time: at }) => at > from && at <= to)
      .reduce((sum, { grown }) => sum + grown, 0),
  )
}

/** Whether scrapes of a span are missing: a target was silent for long, or the newest sample is old. */
export function isIncomplete(series: readonly Series[], { from, to }: Span, scrapeSeconds: number): boolean {
  const scrapeMs = scrapeSeconds * 1000
  const targets = [...scrapeTimes(series).values()].map((times) => times.filter((at) => at <= to))
  const newest = Math.max(Number.NEGATIVE_INFINITY, ...targets.map((times) => times.at(-1) ?? -Infinity))
  const late = series.length > 0 && to - newest > goneAfter * scrapeMs
  const gap = targets.some((times) =>
    times.some((at, index) => at > from && at - (times[index - 1] ?? at) > gapTolerance * scrapeMs),
  )
  return late || gap
}
