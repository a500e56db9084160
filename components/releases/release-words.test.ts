import { describe, expect, it } from 'vitest'
import { releaseDto } from './release.fixture'
import { isLive, planName, stateSigns, stateWords } from './release-words'
import { stateReason } from './verb-reasons'

describe('stateWords', () => {
  it('says what a bake is for and what comes next', () => {
    expect(stateWords(releaseDto())).toEqual({
      headline: 'Baking at 50 %',
      meaning: 'v2 has to prove itself for the time of this step. Then it will go to 100 %.',
    })
  })
  it('says why it holds', () => {
    const { meaning } = stateWords(releaseDto({ state: 'holding', waitingFor: 'Metrics are gone' }))
    expect(meaning).toContain('Metrics are gone. It goes on by itself')
  })
  it('has words and a sign for every state, and never an unknown weight as a number', () => {
    const states = Object.keys(stateSigns) as (keyof typeof stateSigns)[]
    for (const state of states) {
      const { headline, meaning } = stateWords(releaseDto({ state, weight: null }))
      expect(`${headline} ${meaning}`).not.toMatch(/null|undefined|NaN/)
    }
  })
  it('knows which states are live', () => {
    expect(isLive('aborting')).toBe(true)
    expect(isLive('draft')).toBe(false)
    expect(isLive('failed')).toBe(false)
  })
  it('names the plan', () => {
    expect(planName(releaseDto().plan)).toBe('linear by 50 %')
    const { preset: _, ...own } = releaseDto().plan
    expect(planName(own)).toBe('own steps')
  })
})

describe('stateReason', () => {
  it('gives the state as the reason', () => {
    expect(stateReason(releaseDto(), 'abort')).toBeUndefined()
    expect(stateReason(releaseDto(), 'resume')).toBe('A release that is running cannot be resumed.')
    expect(stateReason(releaseDto({ state: 'draft', allowed: [] }), 'abort')).toContain('nothing to abort')
    expect(stateReason(releaseDto({ state: 'aborting', allowed: [] }), 'abort')).toContain('already')
  })
})
