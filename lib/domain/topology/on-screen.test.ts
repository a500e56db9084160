import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createOnScreen } from './on-screen'

const tickMs = 5_000

describe('edges on screen', () => {
  test('of all who look are asked for together, in one order', () => {
    const screen = createOnScreen(200)
    expect(screen.choose('a', ['y', 'x'], { now: 0, tickMs })).toEqual({ asked: ['x', 'y'], dropped: [] })
    expect(screen.choose('a', ['z'], { now: 1_000, tickMs }).asked).toEqual(['x', 'y', 'z'])
    expect(screen.choose('b', ['x'], { now: 2_000, tickMs }).asked).toEqual(['x'])
  })

  test('are forgotten 15 s after the last look', () => {
    const screen = createOnScreen(200)
    screen.choose('a', ['x'], { now: 0, tickMs })
    screen.choose('a', ['y'], { now: 10_000, tickMs })
    expect(screen.choose('a', ['z'], { now: 20_000, tickMs }).asked).toEqual(['y', 'z'])
  })

  test('the least recently seen are left out when a tick begins', () => {
    const screen = createOnScreen(2)
    screen.choose('a', ['x', 'y'], { now: 0, tickMs })
    expect(screen.choose('a', ['z'], { now: 5_000, tickMs }).asked).toEqual(['y', 'z'])
  })

  test('what does not fit into a tick any more is named', () => {
    const screen = createOnScreen(2)
    screen.choose('a', ['x', 'y'], { now: 0, tickMs })
    expect(screen.choose('a', ['y', 'z'], { now: 1_000, tickMs })).toEqual({
      asked: ['x', 'y'],
      dropped: ['z'],
    })
    expect(screen.choose('a', ['y', 'z'], { now: 5_000, tickMs }).dropped).toEqual([])
  })

  test('never more than the most in one tick, and nobody’s edges are lost unnamed', () => {
    const look = fc.record({
      view: fc.constantFrom('a', 'b', 'c'),
      edges: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'), { maxLength: 6 }),
      wait: fc.integer({ min: 0, max: 6_000 }),
    })
    fc.assert(
      fc.property(fc.array(look, { maxLength: 40 }), (looks) => {
        const screen = createOnScreen(6)
        let now = 0
        let since = Number.NEGATIVE_INFINITY
        let asked = new Set<string>()
        for (const { view, edges, wait } of looks) {
          now += wait
          if (now - since >= tickMs) {
            since = now
            asked = new Set()
          }
          const chosen = screen.choose(view, edges, { now, tickMs })
          for (const edge of chosen.asked) asked.add(`${view} ${edge}`)
          expect(asked.size).toBeLessThanOrEqual(6)
          for (const edge of edges) expect(chosen.asked.includes(edge)).toBe(!chosen.dropped.includes(edge))
        }
      }),
    )
  })
})
