import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MeasurementDto } from '@/lib/contracts/releases'
import { prepareRatioBand } from './prepare-ratio-band'

type Ratio = { low: number; high: number | null } | undefined
const look = (seq: number, ratio: Ratio, attempt = 1): MeasurementDto => {
  const at = new Date(Date.UTC(2026, 0, 1, 12, 0, seq)).toISOString()
  const side = { requests: 0, failures: 0, slow: {} }
  const check = { name: 'Success rate', kind: 'success-rate', state: 'pass', evidence: '', requestsSeen: 0 }
  return {
    seq,
    attempt,
    step: 1,
    at,
    interval: { from: at, to: at, source: 'live', complete: true, canary: side },
    verdict: { state: 'pass', words: '' },
    checks: [{ ...check, ...(ratio === undefined ? {} : { ratio }) }],
  }
}
const wanted = { name: 'Success rate', attempt: 1 }

describe('prepareRatioBand', () => {
  it('draws looks by age, whatever their order, of the one attempt', () => {
    const { points } = prepareRatioBand(
      [look(3, { low: 0.8, high: 1.5 }), look(1, { low: 0.5, high: 2 }), look(2, { low: 0.1, high: 9 }, 2)],
      wanted,
    )
    expect(points.map(({ band }) => band)).toEqual([
      [0.5, 2],
      [0.8, 1.5],
    ])
  })
  it('says where the band has no upper end', () => {
    const { points, domain } = prepareRatioBand([look(1, { low: 0, high: null })], wanted)
    expect(domain).toEqual([0.25, 4])
    expect(points[0]).toMatchObject({ band: [0.25, 4], open: true })
  })
  it('leaves looks without a ratio out', () => {
    expect(prepareRatioBand([look(1, undefined)], wanted).points).toEqual([])
  })
  it('always has 1 and δ inside, and is symmetric on the logarithmic scale', () => {
    const ratio = fc.double({ min: 0.001, max: 1000, noNaN: true })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(ratio, ratio), { maxLength: 5 }),
        fc.double({ min: 1.05, max: 20, noNaN: true }),
        (pairs, maxRatio) => {
          const looks = pairs.map(([a, b], seq) => look(seq, { low: Math.min(a, b), high: Math.max(a, b) }))
          const {
            points,
            domain: [low, high],
          } = prepareRatioBand(looks, { ...wanted, maxRatio })
          expect(low * high).toBeCloseTo(1)
          expect(maxRatio).toBeLessThan(high)
          for (const { band } of points) {
            expect(band[0]).toBeGreaterThanOrEqual(low)
            expect(band[1]).toBeLessThanOrEqual(high)
            expect(band[0]).toBeLessThanOrEqual(band[1])
          }
        },
      ),
    )
  })
})
