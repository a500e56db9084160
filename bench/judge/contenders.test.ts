import { expect, test } from 'vitest'
import { aviary } from './aviary'
import type { Contender, Saying } from './contender'
import { kayentaOnce, kayentaPeeked } from './kayenta'
import { play } from './play'
import { threshold } from './threshold'
import { looks, simulate, type Look } from './traffic'
import { zTest } from './z-test'

const all = [aviary, zTest, kayentaPeeked, kayentaOnce, threshold]
const look = (bad: number): Look => ({
  canary: { total: 150, bad },
  control: { total: 1350, bad: 7 },
  baseline: { total: 150, bad: 1 },
})
const says = (contender: Contender, shown: readonly Look[]): Saying[] => shown.map(contender.begin([]))
const repeated = (bad: number) => Array.from({ length: looks }, () => look(bad))

test.each(all)('$name fails a canary that fails a third of its requests', (contender) => {
  expect(says(contender, repeated(50))).toContain('fail')
})

test.each(all)('$name says nothing but pass of one that never fails', (contender) => {
  expect(says(contender, repeated(0))).not.toContain('fail')
})

test('the threshold fails at the fifth bad minute and passes at the fifth good one', () => {
  expect(says(threshold, repeated(9)).indexOf('fail')).toBe(19)
  expect(says(threshold, repeated(0)).indexOf('pass')).toBe(19)
})

test('Kayenta wants fifty points, or an hour', () => {
  expect(says(kayentaPeeked, repeated(0)).indexOf('pass')).toBe(49)
  expect(says(kayentaOnce, repeated(0)).indexOf('pass')).toBe(looks - 1)
})

test('the same seed is the same release, another is another', () => {
  const traffic = { rps: 100, control: 0.005, canary: 0.01 }
  expect(simulate(traffic, 7)).toEqual(simulate(traffic, 7))
  expect(simulate(traffic, 7)).not.toEqual(simulate(traffic, 8))
})

test('a row counts releases, hits and the median', () => {
  const { signal } = new AbortController()
  const traffic = { rps: 100, control: 0.005, canary: 0.05 }
  const [played] = play({ words: '', measure: 'time-to-fail', traffic, part: 0.01 }, 0, [aviary], {
    releases: 100,
    seed: 1,
    signal,
  })
  expect(played).toMatchObject({ releases: 20, hits: 20 })
  expect(played?.median).toBeLessThan(120)
})
