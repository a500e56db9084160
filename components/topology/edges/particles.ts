import type { GraphEdgeDto } from '@/lib/contracts/topology'
import type { EdgeFigures } from '../figures/edge-figures'

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
 * percent or more is shown by at least one error mark. Where the response time is known (`time`, milliseconds), the
 * speed follows it instead: the slower the answers, the slower the dots.
 */
export function particlesOf(rate: number, errorShare: number | null, time?: number): Particles {
  if (!(rate > 0)) return { count: 0, duration: 0, errors: 0 }
  const octave = Math.max(0, Math.round(Math.log2(rate + 1)))
  const count = Math.min(MOST, 1 + Math.floor(octave / 2))
  const duration = time === undefined ? Math.max(1.4, 6 - octave * 0.5) : durationFor(time)
  const share = errorShare ?? 0
  const errors = share < 0.5 ? 0 : Math.min(count, Math.max(1, Math.round((count * share) / 100)))
  return { count, duration, errors }
}

const FASTEST_S = 1.5
const SLOWEST_S = 9

/** From end to end in 1.5 s for answers within 5 ms, 9 s for those of 10 s and more; half-second steps. */
function durationFor(time: number): number {
  const part = Math.log10(Math.max(1, time / 5)) / Math.log10(2000)
  const seconds = FASTEST_S + (SLOWEST_S - FASTEST_S) * Math.min(1, part)
  return Math.max(FASTEST_S, Math.round(seconds * 2) / 2)
}

/** What a request on an edge usually takes, milliseconds: the average, else the middle of the median's bounds. */
export function typicalTime(
  edge: Pick<GraphEdgeDto, 'latency'>,
  figures: EdgeFigures | undefined,
): number | undefined {
  if (figures?.average !== undefined) return figures.average
  const p50 = (figures?.latency ?? edge.latency)?.p50
  return p50 === undefined ? undefined : p50.high === null ? p50.low : (p50.low + p50.high) / 2
}
