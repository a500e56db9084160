import { describe, expect, it } from 'vitest'
import { goDurationMs } from './go-duration'
import { joinMatches } from './string-match'

describe('joinMatches', () => {
  it.each<[object, object, object | string]>([
    [{ exact: 'ab' }, { prefix: 'a' }, { exact: 'ab' }],
    [{ prefix: 'a' }, { exact: 'ab' }, { exact: 'ab' }],
    [{ prefix: 'a' }, { prefix: 'ab' }, { prefix: 'ab' }],
    [{ prefix: 'b' }, { exact: 'ab' }, 'never'],
    [{ exact: 'a' }, { exact: 'ab' }, 'never'],
    [{}, { regex: 'a' }, { regex: 'a' }],
    [{ regex: 'a' }, {}, { regex: 'a' }],
    [{ regex: 'a' }, { regex: 'a' }, { regex: 'a' }],
    [{ regex: 'a' }, { exact: 'a' }, 'unknown'],
  ])('%j with %j', (written, asked, joined) => {
    expect(joinMatches(written, { ...asked })).toEqual(
      typeof joined === 'string' ? joined : { match: joined },
    )
  })
})

describe('goDurationMs', () => {
  it.each([
    ['1.5s', 1500],
    ['1h2m3s', 3_723_000],
    ['10us', 0.01],
  ])('reads %s', (text, ms) => {
    expect(goDurationMs(text)).toBeCloseTo(ms)
  })
  it.each(['', '5', 's', '1 s', '-1s', '1s2'])('does not read %j', (text) => {
    expect(goDurationMs(text)).toBeUndefined()
  })
})
