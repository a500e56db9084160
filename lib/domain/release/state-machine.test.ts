import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ReleaseState } from './release'
import { releaseStates, releaseVerbs } from './release'
import { allowedVerbs, isEnded, isLive, mayLeaveByItself, stateAfter } from './state-machine'

const reachable = (from: ReleaseState): Set<ReleaseState> => {
  const seen = new Set<ReleaseState>([from])
  const queue = [from]
  for (let state = queue.pop(); state; state = queue.pop()) {
    const current = state
    const next = [
      // A retry is a new attempt: it begins a path of its own.
      ...releaseVerbs.filter((verb) => verb !== 'retry').flatMap((verb) => stateAfter(current, verb) ?? []),
      ...releaseStates.filter((to) => mayLeaveByItself(current, to)),
    ]
    for (const to of next.filter((state) => !seen.has(state))) {
      seen.add(to)
      queue.push(to)
    }
  }
  return seen
}

describe('the state machine', () => {
  it('answers every verb in every state, and allows exactly the listed ones', () => {
    fc.assert(
      fc.property(fc.constantFrom(...releaseStates), fc.constantFrom(...releaseVerbs), (state, verb) => {
        const after = stateAfter(state, verb)
        const allowed = allowedVerbs(state).includes(verb)
        expect(after !== undefined || verb === 'delete').toBe(allowed || verb === 'delete')
      }),
    )
  })

  it('has no path from aborted or aborting to promoting within an attempt', () => {
    expect(reachable('aborted')).toEqual(new Set(['aborted']))
    expect(reachable('aborting')).toEqual(new Set(['aborting', 'aborted', 'failed', 'undone']))
  })

  it('can abort every live state that is not aborting already', () => {
    for (const state of releaseStates.filter(isLive).filter((state) => state !== 'aborting'))
      expect(allowedVerbs(state)).toContain('abort')
  })

  it('never counts a state as live and ended', () => {
    for (const state of releaseStates) expect(isLive(state) && isEnded(state)).toBe(false)
  })
})
