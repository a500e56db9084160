import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  endOf,
  frameBeside,
  frameMs,
  markBeside,
  onFrame,
  paceOf,
  parseReplay,
  rangeMs,
  ranges,
  spanOf,
  speeds,
  writeReplay,
} from './replay-state'

const now = Date.UTC(2026, 10, 21, 12, 0, 7)
const time = fc.integer({ min: now - 86_400_000, max: now })
const state = fc.record({
  at: time,
  range: fc.constantFrom(...ranges),
  start: fc.option(time),
  compare: fc.option(time),
})

describe('the address', () => {
  it('holds a replay and gives it back, whatever else it says', () => {
    fc.assert(
      fc.property(state, (replay) => {
        const search = writeReplay(replay, new URLSearchParams('level=app'))
        expect(search.get('level')).toBe('app')
        expect(parseReplay(search)).toEqual(replay)
      }),
    )
  })

  it('says nothing of a replay that is over, and takes what it does not understand for that', () => {
    const search = writeReplay(
      { at: null, range: '6h', start: 5, compare: 5 },
      new URLSearchParams('at=x&compare=y&find=a'),
    )
    expect(search.toString()).toBe('find=a')
    expect(parseReplay(new URLSearchParams('at=tomorrow&range=9h')).at).toBeNull()
  })
})

describe('the track', () => {
  it('ends now, or begins where it was told to', () => {
    const common = { at: null, compare: null }
    expect(spanOf({ ...common, range: '15m', start: null }, now)).toEqual({
      from: onFrame(now) - 900_000,
      to: onFrame(now),
    })
    const start = now - 7_200_000
    expect(spanOf({ ...common, range: '1h', start }, now)).toEqual({ from: start, to: start + 3_600_000 })
  })

  it('always holds the moment that is shown, is no longer than its range and does not reach past now', () => {
    fc.assert(
      fc.property(state, (replay) => {
        const { from, to } = spanOf(replay, now)
        expect(from).toBeLessThan(to)
        expect(to).toBeLessThanOrEqual(now)
        expect(to - from).toBeLessThanOrEqual(rangeMs[replay.range])
        expect(from).toBeLessThanOrEqual(replay.at)
        expect(to).toBeGreaterThanOrEqual(onFrame(replay.at))
      }),
    )
  })
})

describe('the end of the track', () => {
  const shown = (at: number) => ({ at, range: '15m', start: null, compare: null }) as const
  const end = onFrame(now)

  it('follows now by the minute, and at once where the moment lies beyond', () => {
    expect(endOf(shown(end - 60_000), 0, now)).toBe(end)
    expect(endOf(shown(end - 60_000), end, now + 50_000)).toBe(end)
    expect(endOf(shown(end - 60_000), end, now + 60_000)).toBe(end + 60_000)
    expect(endOf(shown(end + frameMs), end, now + frameMs)).toBe(end + frameMs)
  })

  it('stands still while the moment lies at the beginning', () => {
    expect(endOf(shown(end - 900_000), end, now + 600_000)).toBe(end)
  })
})

describe('playing', () => {
  it.each(speeds)('goes %i times as fast as time, in whole frames, at most twice a second', (speed) => {
    const { every, by } = paceOf(speed)
    expect(by / every).toBe(speed)
    expect(by % frameMs).toBe(0)
    expect(every).toBeGreaterThanOrEqual(500)
  })

  it('steps from frame to frame, and onto the grid from between', () => {
    const frame = onFrame(now)
    expect([frameBeside(frame, 1), frameBeside(frame, -1)]).toEqual([frame + frameMs, frame - frameMs])
    expect([frameBeside(now, 1), frameBeside(now, -1)]).toEqual([frame + frameMs, frame])
  })

  it('steps to the nearest mark on either side, and stays where there is none', () => {
    const times = [30, 10, 20]
    expect([markBeside(times, 20, 1), markBeside(times, 20, -1)]).toEqual([30, 10])
    expect([markBeside(times, 30, 1), markBeside(times, 10, -1), markBeside([], 0, 1)]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })
})
