import { expect, test } from 'vitest'
import { isDomainError } from '../errors'
import { parseCondition } from './condition'

test.each([
  ['< 0.5', 0.49, true],
  ['< 0.5', 0.5, false],
  ['<=0.5', 0.5, true],
  ['> -1e3', -999, true],
  ['>= 99 and < 101', 100, true],
  ['>= 99 and < 101', 101, false],
  ['< 1 or > 9', 10, true],
  ['< 1 or > 9', 5, false],
  ['< 1 or > 5 and < 7', 6, true],
  ['< 1 or > 5 AND < 7', 8, false],
  ['== 0', 0, true],
  ['!= 0', 0, false],
  [' > .5 ', 0.6, true],
])('%s of %s is %s', (text, value, holds) => expect(parseCondition(text)(value)).toBe(holds))

test.each([
  '',
  '0.5',
  '<',
  '< 0.5 and',
  'or < 1',
  '< 1 < 2',
  '< x',
  '< 1; > 2',
  '=> 1',
  '< 1 andor > 2',
  '<1e',
])('"%s" is refused', (text) => {
  try {
    parseCondition(text)
    expect.unreachable()
  } catch (error) {
    expect(isDomainError(error) && error.code).toBe('invalid')
    expect(String(error)).toContain('is not a condition')
  }
})
