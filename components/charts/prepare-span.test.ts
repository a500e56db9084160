import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  between,
  choiceOf,
  longestMs,
  readChoice,
  scaled,
  shifted,
  shortestMs,
  spanProblem,
} from './prepare-span'

const now = Date.UTC(2026, 2, 1, 12)
const minute = 60_000
const reading = (search: string) =>
  readChoice((name) => new URLSearchParams(search).get(name), { window: '15m' })

describe('readChoice', () => {
  it.each([
    ['', { window: '15m' }],
    ['window=3h', { window: '3h' }],
    ['window=eternity', { window: '15m' }],
    ['window=3h&from=2026-03-01T10:00:00Z', { window: '3h' }],
    [
      'from=2026-03-01T12:00:00%2B01:00&to=2026-03-01T12:00:00Z',
      { from: '2026-03-01T11:00:00Z', to: '2026-03-01T12:00:00Z' },
    ],
    ['from=2026-03-01T12:00:00Z&to=2026-03-01T11:00:00Z', { window: '15m' }],
    ['from=2026-02-01T12:00:00Z&to=2026-03-01T11:00:00Z', { window: '15m' }],
  ])('reads "%s"', (search, choice) => {
    expect(reading(search)).toEqual(choice)
  })
})

describe('zooming', () => {
  const hour = { from: now - 60 * minute, to: now }
  it('keeps the moment under the cursor where it is', () => {
    expect(scaled(hour, 0.5, now - 15 * minute, now)).toEqual({
      from: now - 37.5 * minute,
      to: now - 7.5 * minute,
    })
    expect(scaled(hour, 2, now - 30 * minute, now)).toEqual({ from: now - 120 * minute, to: now })
  })
  it('goes back by half, and not beyond now', () => {
    expect(shifted(hour, -0.5, now)).toEqual({ from: now - 90 * minute, to: now - 30 * minute })
    expect(shifted(hour, 0.5, now)).toEqual(hour)
  })
  it('always shows a minute to a day that has been, and what the address keeps is the same', () => {
    const time = fc.integer({ min: now - 40 * 3_600_000, max: now + 3_600_000 })
    fc.assert(
      fc.property(time, time, fc.constantFrom(0.5, 2, 1), (one, other, factor) => {
        const first = between(one, other, now)
        const next = scaled(first, factor, (first.from + first.to) / 2, now)
        for (const { from, to } of [first, next, shifted(next, 0.5, now)]) {
          expect(to).toBeLessThanOrEqual(now)
          expect(to - from).toBeGreaterThanOrEqual(shortestMs)
          expect(to - from).toBeLessThanOrEqual(longestMs)
        }
        const kept = choiceOf(next)
        expect(reading(new URLSearchParams(kept).toString())).toEqual(kept)
      }),
    )
  })
})

describe('spanProblem', () => {
  it.each([
    [{ from: now - minute, to: now }, undefined],
    [{ from: Number.NaN, to: now }, 'Give both times.'],
    [{ from: now, to: now - 1 }, 'The end must be later than the beginning.'],
    [{ from: now - 25 * 60 * minute, to: now }, 'Charts show at most 24 hours.'],
    [{ from: now + 1, to: now + 2 }, 'That lies in the future.'],
  ])('%j: %s', (stretch, words) => {
    expect(spanProblem(stretch, now)).toBe(words)
  })
})
