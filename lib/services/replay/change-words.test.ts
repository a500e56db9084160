import { describe, expect, it } from 'vitest'
import { changeWords } from './change-words'

describe('the words of a change', () => {
  const mirrors = [{ to: 'v2', percent: 20 }]

  it.each([
    [
      'weights',
      { weights: { v1: 90, v2: 10 } },
      { weights: { v1: 75, v2: 25 } },
      'v1 90 % → 75 %, v2 10 % → 25 %',
    ],
    ['proportions', { weights: { a: 1, b: 2 } }, { weights: { a: 2, b: 4 } }, ''],
    ['a version that comes', { weights: { v1: 1 } }, { weights: { v1: 1, v2: 0 } }, 'v2 none → 0 %'],
    ['a mirror', { weights: {} }, { weights: {}, mirrors }, 'mirror none → 20 % to v2'],
    ['a fault', { fault: { abort: { percent: 1, status: 503 } } }, {}, 'fault removed'],
    ['rules that come', { rules: {} }, { rules: { a: { weights: {} } } }, 'a rule added'],
    ['rules that go', { rules: { a: { weights: { v1: 1 } } } }, { rules: {} }, 'a rule removed'],
    [
      'rules that change alike',
      { rules: { a: { weights: { v1: 1 } }, b: { weights: { v1: 1 } } } },
      { rules: { a: { weights: { v1: 1, v2: 1 } }, b: { weights: { v1: 1, v2: 1 } } } },
      'v1 100 % → 50 %, v2 none → 50 %',
    ],
    ['what is no state', null, 'x', ''],
  ])('tell %s', (_what, before, after, words) => {
    expect(changeWords(before, after)).toBe(words)
  })
})
