import { describe, expect, it } from 'vitest'
import type { CheckResultDto } from '@/lib/contracts/releases'
import { releaseDto } from './release.fixture'
import {
  eValue,
  evidenceLines,
  maxRatioOf,
  neededWords,
  ratioText,
  verdictHeadline,
  verdictRest,
} from './verdict-words'

const check = (change: Partial<CheckResultDto> = {}): CheckResultDto => ({
  name: 'Success rate',
  kind: 'success-rate',
  state: 'inconclusive',
  evidence: '4 of 5,210 failed.',
  requestsSeen: 5210,
  ...change,
})
const planned = {
  ...releaseDto().plan,
  checks: [{ name: 'Success rate', kind: 'success-rate', maxRatio: 2 }],
}
const headline = (state: 'pass' | 'fail' | 'inconclusive' | 'error', checks: CheckResultDto[] = []) =>
  verdictHeadline(releaseDto({ plan: planned, checks, verdict: { state, words: '' } }))

describe('verdictHeadline', () => {
  it('names what fails and what cannot be judged', () => {
    expect(headline('pass')).toBe('v2 passes')
    expect(headline('fail', [check({ state: 'fail' }), check({ name: 'Pods', state: 'pass' })])).toBe(
      'v2 fails: Success rate',
    )
    expect(headline('error', [check({ state: 'error' })])).toBe('Cannot be judged: Success rate')
  })
  it('never takes a plan without checks for undecided', () => {
    expect(headline('inconclusive')).toBe('Not decided yet')
    expect(verdictHeadline(releaseDto({ verdict: { state: 'inconclusive', words: '' } }))).toBe('Not judged')
    expect(verdictHeadline(releaseDto())).toBeUndefined()
  })
})

describe('verdictRest', () => {
  it('leaves out what the rows of the checks say', () => {
    const checks = [check(), check({ name: 'Pods', evidence: 'All ready.' })]
    const words = 'Success rate: 4 of 5,210 failed. Pods: All ready. These are answers to copies.'
    expect(verdictRest({ state: 'pass', words }, checks)).toBe('These are answers to copies.')
    expect(verdictRest({ state: 'pass', words: 'Something else.' }, checks)).toBe('Something else.')
  })
})

describe('neededWords', () => {
  it('takes the check that needs most, and says how long that is', () => {
    const checks = [check({ requestsNeeded: 620 }), check({ requestsNeeded: 20 })]
    expect(neededWords(checks, 15.5)).toBe('about 620 more requests, 40 s at this rate')
    expect(neededWords(checks, null)).toBe('about 620 more requests')
    expect(neededWords(checks, 0)).toBe('about 620 more requests')
    expect(neededWords([check()], 10)).toBeUndefined()
  })
})

describe('figures', () => {
  it('are short and never lie about bounds', () => {
    expect([0.123, 7, 250, 3e7].map(eValue)).toEqual(['0.12', '7.0', '250', '10^7'])
    expect([0, 0.004, 0.853, 1.25, 40.4].map(ratioText)).toEqual(['0', '< 0.01', '0.85', '1.3', '40'])
    expect(evidenceLines(check({ ratio: { low: 0.5, high: null } }))[0]).toContain('0.5 to no bound yet')
    expect(evidenceLines(check())).toEqual([])
  })
  it('take δ from the plan', () => {
    expect(maxRatioOf(planned, 'Success rate')).toBe(2)
    expect(maxRatioOf(planned, 'Pods')).toBeUndefined()
  })
})
