import type { Points } from './value'

type RangeFunction = (points: Points, start: number, end: number) => number | undefined

/** Functions of a range vector; undefined leaves the series out. `start` and `end` bound the range, in milliseconds. */
export const rangeFunctions: Readonly<Record<string, RangeFunction>> = {
  rate: (points, start, end) => extrapolated(points, start, end, true, (end - start) / 1000),
  increase: (points, start, end) => extrapolated(points, start, end, true),
  delta: (points, start, end) => extrapolated(points, start, end, false),
  irate: (points) => instant(points, true),
  idelta: (points) => instant(points, false),
  count_over_time: ({ values }) => values.length,
  sum_over_time: ({ values }) => sum(values),
  avg_over_time: ({ values }) => sum(values) / values.length,
  min_over_time: ({ values }) => values.reduce((a, b) => Math.min(a, b)),
  max_over_time: ({ values }) => values.reduce((a, b) => Math.max(a, b)),
  last_over_time: ({ values }) => values.at(-1),
  first_over_time: ({ values }) => values[0],
  present_over_time: () => 1,
  changes: ({ values }) => values.filter((value, index) => index > 0 && value !== values[index - 1]).length,
  resets: ({ values }) =>
    values.filter((value, index) => index > 0 && value < (values[index - 1] ?? value)).length,
}

/**
 * Prometheus' extrapolation (promql/functions.go of 2.42, extrapolatedRate): to the ends of the range when the nearest
 * sample is closer than 1.1 intervals, else by half an interval; a counter not below its zero.
 */
function extrapolated(
  { times, values }: Points,
  start: number,
  end: number,
  counter: boolean,
  perSeconds = 1,
): number | undefined {
  const [first] = values
  const [firstTime] = times
  const lastTime = times.at(-1)
  if (values.length < 2 || first === undefined || firstTime === undefined || lastTime === undefined)
    return undefined
  let result = (values.at(-1) ?? 0) - first
  if (counter) {
    for (const [index, value] of values.entries()) {
      const previous = values[index - 1] ?? value
      if (value < previous) result += previous
    }
  }
  // In seconds and in this order, so that the last digit is the same as well.
  const sampled = (lastTime - firstTime) / 1000
  const between = sampled / (values.length - 1)
  let toStart = (firstTime - start) / 1000
  if (counter && result > 0 && first >= 0) toStart = Math.min(toStart, sampled * (first / result))
  const reach = (gap: number): number => (gap < between * 1.1 ? gap : between / 2)
  return result * ((sampled + reach(toStart) + reach((end - lastTime) / 1000)) / sampled / perSeconds)
}

/** From the last two samples; a counter that fell is taken as restarted from zero. */
function instant({ times, values }: Points, perSecond: boolean): number | undefined {
  const [before, last] = values.slice(-2)
  const [earlier, later] = times.slice(-2)
  if (before === undefined || last === undefined || earlier === undefined || later === undefined)
    return undefined
  if (!perSecond) return last - before
  return (last < before ? last : last - before) / ((later - earlier) / 1000)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
