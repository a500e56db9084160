import { describe, expect, it } from 'vitest'
import { particlesOf, typicalTime } from './particles'

describe('particlesOf', () => {
  it('has none where nothing runs', () => {
    expect(particlesOf(0, null).count).toBe(0)
  })
  it('is denser and faster with more requests, up to a limit', () => {
    const slow = particlesOf(1, 0)
    const fast = particlesOf(200, 0)
    expect(fast.count).toBeGreaterThan(slow.count)
    expect(fast.duration).toBeLessThan(slow.duration)
    expect(particlesOf(1e9, 0)).toEqual({ count: 5, duration: 1.4, errors: 0 })
  })
  it('shows errors from half a percent on, by at least one mark and never more than there are', () => {
    expect(particlesOf(100, 0.4).errors).toBe(0)
    expect(particlesOf(100, 0.5).errors).toBe(1)
    expect(particlesOf(100, 50).errors).toBeGreaterThan(1)
    expect(particlesOf(0.2, 100)).toMatchObject({ count: 1, errors: 1 })
  })
  it('does not change with the noise of a sample', () => {
    expect(particlesOf(150, 0.1)).toEqual(particlesOf(152, 0.1))
  })
})

describe('response times', () => {
  it('slow the dots down, between a fastest and a slowest', () => {
    const durations = [1, 20, 200, 2000, 1e6].map((time) => particlesOf(10, 0, time).duration)
    expect(durations).toEqual(durations.toSorted((a, b) => a - b))
    expect(new Set(durations).size).toBe(5)
    expect([durations[0], durations.at(-1)]).toEqual([1.5, 9])
  })
  it('are the average, else the middle of the median', () => {
    const band = { low: 10, high: 30 }
    expect(typicalTime({ latency: { p50: band, p95: band, p99: band } }, undefined)).toBe(20)
    expect(typicalTime({}, { id: 'a', average: 7 })).toBe(7)
    expect(typicalTime({}, undefined)).toBeUndefined()
  })
})
