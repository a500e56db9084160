import { expect, test } from 'vitest'
import { createCostMeter } from './cost'

function setUp() {
  const clock = { now: 1_000_000 }
  return { clock, meter: createCostMeter(() => clock.now) }
}

test('nothing yet', () => {
  expect(setUp().meter.read()).toEqual({ tick: [], minute: { queries: 0, ms: 0, bytes: 0, failed: 0 } })
})

test('sums of the last minute, and the last time of every part', () => {
  const { clock, meter } = setUp()
  meter.record({ part: 'succeeded', ms: 12.34, bytes: 1000, ok: true })
  meter.record({ ms: 5, bytes: 10, ok: false })
  clock.now += 30_000
  meter.record({ part: 'succeeded', ms: 8, bytes: 900, ok: false })
  expect(meter.read()).toEqual({
    tick: [{ part: 'succeeded', ms: 8, bytes: 900, ok: false }],
    minute: { queries: 3, ms: 25.3, bytes: 1910, failed: 2 },
  })
  clock.now += 31_000
  expect(meter.read().minute).toEqual({ queries: 1, ms: 8, bytes: 900, failed: 1 })
  clock.now += 60_000
  expect(meter.read().minute.queries).toBe(0)
})

test('a part that is no longer asked for leaves the tick; one that nobody has looked at stays', () => {
  const { clock, meter } = setUp()
  meter.record({ part: 'traefik', ms: 1, bytes: 1, ok: true })
  meter.record({ part: 'succeeded', ms: 1, bytes: 1, ok: true })
  clock.now += 121_000
  expect(meter.read().tick).toHaveLength(2)
  meter.record({ part: 'succeeded', ms: 2, bytes: 2, ok: true })
  expect(meter.read().tick).toEqual([{ part: 'succeeded', ms: 2, bytes: 2, ok: true }])
})
