import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ReleaseState } from './release'
import { releaseStates, releaseVerbs } from './release'
import { allowedVerbs, isEnded, isLive, mayBecome, mayLeaveByItself, statesAfter } from './state-machine'

/** Everything that can be reached without a retry, which is a new attempt with a path of its own. */
const reachable = (from: ReleaseState): Set<ReleaseState> => {
  const seen = new Set<ReleaseState>([from])
  const queue = [from]
  for (let state = queue.pop(); state; state = queue.pop()) {
    const current = state
    const next = [
      ...releaseVerbs.filter((verb) => verb !== 'retry').flatMap((verb) => statesAfter(current, verb) ?? []),
      ...releaseStates.filter((to) => mayLeaveByItself(current, to)),
    ]
    for (const to of next.filter((state) => !seen.has(state))) {
      seen.add(to)
      queue.push(to)
    }
  }
  return seen
}

/** API.md's table of states and verbs; undo of an ended release where something is left. */
const documented: Record<ReleaseState, readonly string[]> = {
  draft: ['start', 'delete'],
  'awaiting-approval': ['abort'],
  running: ['pause', 'promote', 'promote-full', 'abort', 'set-weight'],
  paused: ['resume', 'promote', 'promote-full', 'abort', 'set-weight'],
  holding: ['resume', 'promote', 'promote-full', 'pause', 'abort', 'set-weight'],
  promoting: ['abort'],
  promoted: ['undo', 'retire'],
  aborting: [],
  aborted: ['retry', 'undo'],
  failed: ['retry', 'undo'],
  undone: [],
}

describe('the state machine', () => {
  it('allows in every state exactly the documented verbs', () => {
    for (const state of releaseStates)
      expect([...allowedVerbs(state)].sort()).toEqual([...documented[state]].sort())
  })

  it('answers every verb in every state: an allowed one leads somewhere, or deletes', () => {
    fc.assert(
      fc.property(fc.constantFrom(...releaseStates), fc.constantFrom(...releaseVerbs), (state, verb) => {
        const after = statesAfter(state, verb)
        expect(after !== undefined).toBe(allowedVerbs(state).includes(verb))
        if (after !== undefined && verb !== 'delete') expect(after.length).toBeGreaterThan(0)
      }),
    )
  })

  it('has no path from aborted, aborting or failed to promoting within an attempt', () => {
    for (const state of ['aborted', 'aborting', 'failed', 'undone'] as const) {
      expect(reachable(state)).not.toContain('promoting')
      expect(reachable(state)).not.toContain('promoted')
      expect(reachable(state)).not.toContain('running')
    }
  })

  it('keeps that on every walk of verbs and automatic moves', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 40 }), (choices) => {
        let state: ReleaseState = 'draft'
        let abortedSince = false
        for (const choice of choices) {
          const current: ReleaseState = state
          const next: ReleaseState[] = releaseStates.filter((to) => to !== current && mayBecome(current, to))
          if (next.length === 0) return
          const chosen: ReleaseState = next[choice % next.length] ?? current
          const retried =
            allowedVerbs(current).includes('retry') && statesAfter(current, 'retry')?.includes(chosen)
          if (retried === true) abortedSince = false
          if (chosen === 'aborting' || chosen === 'aborted') abortedSince = true
          if (abortedSince) expect(['promoting', 'promoted', 'running', 'holding']).not.toContain(chosen)
          state = chosen
        }
      }),
    )
  })

  it('leaves paused only by a person, so that a pause never skips', () => {
    for (const to of releaseStates) expect(mayLeaveByItself('paused', to)).toBe(false)
  })

  it('can abort every live state that is not aborting already', () => {
    for (const state of releaseStates.filter(isLive).filter((state) => state !== 'aborting'))
      expect(allowedVerbs(state)).toContain('abort')
  })

  it('never counts a state as live and ended', () => {
    for (const state of releaseStates) expect(isLive(state) && isEnded(state)).toBe(false)
  })
})
