import type { MeasurementDto } from '@/lib/contracts/releases'

/** The confidence sequence of one check at one look; on a logarithmic scale, clipped to the drawn range. */
export interface BandPoint {
  /** Epoch milliseconds. */
  at: number
  band: [low: number, high: number]
  /** Whether the upper end lies beyond what is drawn, or has no bound. */
  open: boolean
}

export interface RatioBand {
  points: BandPoint[]
  /** What is drawn: ratios, the same distance from 1 upwards and downwards. */
  domain: [low: number, high: number]
}

/** The narrowest and the widest range that is drawn around 1. */
const NARROW = 4
const WIDE = 128

/**
 * How the ratio's confidence sequence of the check `name` closed over the looks of one attempt, oldest first.
 * `maxRatio` is δ; it always lies inside of the domain.
 */
export function prepareRatioBand(
  measurements: readonly MeasurementDto[],
  { name, attempt, maxRatio = 2 }: { name: string; attempt: number; maxRatio?: number | undefined },
): RatioBand {
  const looks = measurements
    .filter((look) => look.attempt === attempt)
    .toSorted((a, b) => a.seq - b.seq)
    .flatMap(({ at, checks }) => {
      const ratio = checks.find((check) => check.name === name)?.ratio
      return ratio === undefined ? [] : [{ at: Date.parse(at), ...ratio }]
    })
  const last = looks.at(-1)
  const reach = Math.max(last?.high ?? 1, last === undefined || last.low === 0 ? 1 : 1 / last.low)
  const edge = Math.min(WIDE, Math.max(NARROW, maxRatio * 1.5, reach * 1.5))
  const clip = (ratio: number) => Math.min(edge, Math.max(1 / edge, ratio))
  return {
    domain: [1 / edge, edge],
    points: looks.map(({ at, low, high }) => ({
      at,
      band: [clip(low), clip(high ?? edge)],
      open: high === null || high > edge,
    })),
  }
}
