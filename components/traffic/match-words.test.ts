import { describe, expect, it } from 'vitest'
import { matchWords, traitWords } from './match-words'

describe('matchWords', () => {
  it('says all requests for no condition', () => {
    expect(matchWords([])).toBe('all requests')
    expect(matchWords([[]])).toBe('all requests')
  })
  it('joins conditions and alternatives', () => {
    expect(
      matchWords([
        [
          { kind: 'header', name: 'x-user', op: 'exact', value: 'developer' },
          { kind: 'path', op: 'prefix', value: '/api' },
        ],
        [{ kind: 'cookie', name: 'beta', op: 'present' }],
      ]),
    ).toBe('header x-user is developer and path begins with /api, or cookie beta is there')
  })
})

describe('traitWords', () => {
  it('names what changes a request', () => {
    expect(
      traitWords({
        id: 'r',
        match: [],
        total: 100,
        destinations: [],
        mirrors: [],
        timeout: '5s',
        retries: { attempts: 3, perTryTimeout: '2s' },
        fault: { abort: { percent: 5, status: 503 } },
      }),
    ).toEqual(['timeout 5s', '3 retries of 2s', 'fault: 5 % answered 503'])
  })
})
