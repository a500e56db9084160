import { describe, expect, it } from 'vitest'
import { doneShare, limitWords, podWords, progressWords, rolloutWords } from './rollout-words'
import { rolloutOf } from './rollout.fixture'

const plain = (text: string) => text.replaceAll('\u202f', ' ')

describe('progress', () => {
  const from = { version: 'v1', images: [] }
  it('counts new pods, never more than are wanted', () => {
    const counts = { desired: 5, updated: 2, available: 5, from }
    expect(podWords(counts)).toBe('2 of 5 pods are new')
    expect(podWords({ ...counts, desired: 1 })).toBe('1 of 1 pod is new')
    expect(podWords({ ...counts, desired: 0 })).toBe('no pods are wanted')
  })
  it('does not look done while new pods are not available', () => {
    expect(podWords({ desired: 5, updated: 5, available: 3, from })).toBe('5 of 5 pods are new, 3 available')
    expect(podWords({ desired: 1, updated: 1, available: 0, from: null })).toBe('0 of 1 pod is available')
  })
  it('is the weight and the step where the tool tells them', () => {
    const canary = { desired: 4, updated: 1, available: 4, from, weight: 20, step: { index: 2, of: 4 } }
    expect(plain(progressWords(canary))).toBe('20 %, step 2 of 4')
    expect(doneShare(canary)).toBe(0.2)
    expect(progressWords({ desired: 4, updated: 1, available: 4, from })).toBe('1 of 4 pods are new')
  })
  it('stays between nothing and all', () => {
    expect(doneShare({ desired: 0, updated: 0 })).toBe(1)
    expect(doneShare({ desired: 2, updated: 3 })).toBe(1)
    expect(doneShare({ desired: 2, updated: 1, weight: 140 })).toBe(1)
  })
})

describe('limitWords', () => {
  it.each([
    ['25%', '25%', 5, 'At most 2 more than the 5 wanted, and 1 fewer available.'],
    ['1', '0', 5, 'At most 1 more than the 5 wanted, and none fewer available.'],
    ['0', '1', 1, 'At most none more than the 1 wanted, and 1 fewer available.'],
    // Rounded down to nothing, which the controller does not leave at that.
    ['0', '25%', 3, 'At most none more than the 3 wanted, and 1 fewer available.'],
  ])('surge %s, unavailable %s of %i', (maxSurge, maxUnavailable, desired, words) => {
    expect(limitWords({ maxSurge, maxUnavailable }, desired)).toBe(words)
  })
  it('repeats what it does not understand', () => {
    expect(limitWords({ maxSurge: 'many', maxUnavailable: '1' }, 3)).toContain('many pods more')
  })
})

describe('rolloutWords', () => {
  it('says what a rolling update means for traffic', () => {
    expect(rolloutWords(rolloutOf())).toEqual({
      headline: 'Rolling out: 2 of 5 pods are new',
      meaning: 'Traffic follows the pods that are ready, old and new.',
    })
  })
  it('warns of the gap of a recreate', () => {
    expect(rolloutWords(rolloutOf({ kind: 'recreate' })).meaning).toContain('nothing answers in between')
  })
  it('names the tool that a paused canary waits for', () => {
    const words = rolloutWords(
      rolloutOf({ tool: 'argo-rollouts', kind: 'canary', state: 'paused', weight: 20 }),
    )
    expect(plain(words.headline)).toBe('Paused: v2 at 20 %')
    expect(words.meaning).toContain('in Argo Rollouts')
  })
  it('offers the way back only where there is one', () => {
    expect(rolloutWords(rolloutOf({ state: 'complete' })).meaning).toBe('Undo puts v1 back.')
    expect(rolloutWords(rolloutOf({ state: 'complete', from: null })).headline).toContain('it is the first')
    expect(rolloutWords(rolloutOf({ state: 'complete', allowed: ['pause'] })).meaning).not.toContain('Undo')
  })
  it.each(['degraded', 'failed'] as const)('says who still tries when it is %s', (state) => {
    expect(rolloutWords(rolloutOf({ state })).meaning).toContain('Kubernetes')
    expect(rolloutWords(rolloutOf({ state, tool: 'flagger' })).meaning).toContain('Flagger')
  })
})
