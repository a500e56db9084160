/** Figures of one series of measurements, in the unit of the measurements. */
export interface Summary {
  n: number
  p50: number
  p95: number
  max: number
}

/** The smallest value that at least `percent` of the values do not exceed (nearest rank). Throws RangeError. */
export function percentile(values: readonly number[], percent: number): number {
  if (!(percent > 0 && percent <= 100)) throw new RangeError(`${percent} is not above 0 and at most 100`)
  const sorted = [...values].sort((a, b) => a - b)
  const value = sorted[Math.ceil((percent / 100) * sorted.length) - 1]
  if (value === undefined) throw new RangeError('there are no values')
  return value
}

/** Summarises at least one value. Throws RangeError. */
export function summarise(values: readonly number[]): Summary {
  return {
    n: values.length,
    p50: percentile(values, 50),
    p95: percentile(values, 95),
    max: percentile(values, 100),
  }
}
