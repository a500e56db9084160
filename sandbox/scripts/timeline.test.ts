import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RunningScripts } from './running-scripts'
import { parseTimeline, valueAt } from './timeline'

const at = (text: string, name: string, seconds: number): number | undefined => {
  const timeline = parseTimeline(text)
  expect(timeline, text).toBeDefined()
  return timeline && valueAt(timeline, name, seconds * 1000)
}

const script = '0s error-rate=0 latency-ms=8; 30s error-rate=0.3 latency-ms=400; 1m30s error-rate=0'

test.each([
  ['error-rate', 0, 0],
  ['error-rate', 29.9, 0],
  ['error-rate', 30, 0.3],
  ['error-rate', 90, 0],
  ['error-rate', 5000, 0],
  ['latency-ms', 29.9, 8],
  ['latency-ms', 5000, 400],
  ['crash-loop', 40, undefined],
])('%s after %d s is %s', (name, seconds, value) => {
  expect(at(script, name, seconds)).toBe(value)
})

test.each([
  [10, 0.1],
  [20, 0.2],
  [30, 0.3],
  [40, 0.3],
])('a gradual change after %d s has come to %d', (seconds, value) => {
  expect(at('10s error-rate=0.1; 30s error-rate~0.3', 'error-rate', seconds)).toBeCloseTo(value)
})

test('a gradual change without a value before it grows from nothing at the beginning', () => {
  expect(at('10s error-rate~0.5', 'error-rate', 5)).toBeCloseTo(0.25)
})

test('nothing is said before the script first names it', () => {
  expect(at('10s error-rate=0.5', 'error-rate', 5)).toBeUndefined()
})

test('the order of moments and remarks do not matter', () => {
  expect(at('20s a=2; 10s a=1 # applied at noon; 5s a=9', 'a', 15)).toBe(1)
})

test.each([
  '',
  ' ; ',
  '# only a remark',
  '10 a=1',
  '10s',
  '10s a',
  '10s a=x',
  '10s a=-1',
  '10s a=1 b',
  'soon a=1',
])('refuses %j', (text) => {
  expect(parseTimeline(text)).toBeUndefined()
})

test('a gradual change never leaves the values at its ends', () => {
  const share = fc.integer({ min: 0, max: 1000 }).map((value) => value / 1000)
  fc.assert(
    fc.property(share, share, fc.integer({ min: 0, max: 60_000 }), (from, to, ms) => {
      const timeline = parseTimeline(`0s x=${from}; 60s x~${to}`) ?? []
      const value = valueAt(timeline, 'x', ms) ?? Number.NaN
      expect(value).toBeGreaterThanOrEqual(Math.min(from, to) - 1e-9)
      expect(value).toBeLessThanOrEqual(Math.max(from, to) + 1e-9)
    }),
  )
})

test('time runs from the first look at a text, and anew with another text', () => {
  const scripts = new RunningScripts()
  const look = (text: string, now: number) => scripts.value('shop/web', text, 'x', now)
  expect(look('10s x=1', 5_000)).toBeUndefined()
  expect(look('10s x=1', 15_000)).toBe(1)
  expect(look('10s x=1 # again', 15_000)).toBeUndefined()
  expect(look('10s x=1 # again', 25_000)).toBe(1)
  scripts.retain((key) => key !== 'shop/web')
  expect(look('10s x=1 # again', 26_000)).toBeUndefined()
})

test('a script that cannot be read changes nothing', () => {
  expect(new RunningScripts().value('shop/web', 'nonsense', 'x', 0)).toBeUndefined()
})
