import { describe, expect, it } from 'vitest'
import { concerns } from './concerns'
import { rolloutOf } from './rollout.fixture'
import { nextVerb, verbWords } from './verb-words'

describe('verbWords', () => {
  it('says what a pause leaves as it is', () => {
    expect(verbWords(rolloutOf(), 'pause').description).toContain('2 of 5 pods are new')
    expect(verbWords(rolloutOf({ state: 'complete' }), 'pause').description).toContain('the next change')
  })
  it('names what an undo brings back, and the pause that it ends', () => {
    const words = verbWords(rolloutOf({ state: 'paused' }), 'undo')
    expect(words.confirm).toBe('Undo: back to v1')
    expect(words.description).toContain('The pause ends with it.')
    expect(verbWords(rolloutOf({ kind: 'recreate' }), 'undo').description).toContain(
      'nothing answers in between',
    )
  })
  it('tells before it is done what a sync makes of it', () => {
    const owner = { tool: 'Flux', name: 'kiosk', note: 'The next reconciliation puts back what Git says.' }
    for (const verb of ['pause', 'resume', 'undo'] as const) {
      expect(verbWords(rolloutOf({ owner }), verb).description).toContain(owner.note)
    }
  })
})

describe('nextVerb', () => {
  it('is what waits for a person, where it is allowed', () => {
    expect(nextVerb({ state: 'paused', allowed: ['resume', 'undo'] })).toBe('resume')
    expect(nextVerb({ state: 'failed', allowed: ['pause', 'undo'] })).toBe('undo')
    expect(nextVerb({ state: 'degraded', allowed: ['pause'] })).toBeUndefined()
    expect(nextVerb({ state: 'progressing', allowed: ['pause', 'undo'] })).toBeUndefined()
    expect(nextVerb({ state: 'paused', allowed: [] })).toBeUndefined()
  })
})

describe('concerns', () => {
  const object = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'kiosk', name: 'poster' }
  const workload = { kind: 'Deployment', name: 'poster' }
  it('finds what was done to a workload, without dry runs and other objects', () => {
    expect(concerns({ outcome: 'applied', diff: [{ object, patch: [] }] }, workload)).toBe(true)
    expect(concerns({ outcome: 'dry-run', diff: [{ object, patch: [] }] }, workload)).toBe(false)
    expect(concerns({ outcome: 'applied', diff: [{ object, patch: [] }] }, { ...workload, name: 'x' })).toBe(
      false,
    )
  })
})
