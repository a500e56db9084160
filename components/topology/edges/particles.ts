/** Dots on one edge: how many, how long one takes from end to end, and which of them are errors. */
export interface Particles {
  count: number
  /** Seconds. */
  duration: number
  errors: number
}

/** Above this many edges on screen nothing moves, so that panning stays smooth. */
export const MOVING_EDGES = 150
const MOST = 5

/**
 * Density and speed follow the rate, in powers of two so that they rarely change; a share of errors of half a
 * percent or more is shown by at least one error mark.
 */
export function particlesOf(rate: number, errorShare: number | null): Particles {
  if (!(rate > 0)) return { count: 0, duration: 0, errors: 0 }
  const octave = Math.max(0, Math.round(Math.log2(rate + 1)))
  const count = Math.min(MOST, 1 + Math.floor(octave / 2))
  const duration = Math.max(1.4, 6 - octave * 0.5)
  const share = errorShare ?? 0
  const errors = share < 0.5 ? 0 : Math.min(count, Math.max(1, Math.round((count * share) / 100)))
  return { count, duration, errors }
}
