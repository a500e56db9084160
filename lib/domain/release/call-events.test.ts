import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callEventOf } from './call-events'
import { holdCauses, releaseStates } from './release'

const engine = { issuer: 'aviary', subject: 'engine', name: 'Aviary' }
const mia = { issuer: 'https://id.example', subject: 'u-1', name: 'Mia Keller' }

describe('what others are called about', () => {
  it.each([
    ['running', { state: 'aborting' }, 'abort', engine, 'automatic-abort'],
    ['running', { state: 'aborting' }, 'abort', mia, undefined],
    ['running', { state: 'holding', holdCause: 'inconclusive' }, 'hold', engine, 'holding'],
    ['running', { state: 'holding', holdCause: 'drift' }, 'hold', engine, 'drift'],
    ['holding', { state: 'holding', holdCause: 'drift' }, 'hold', engine, 'drift'],
    ['holding', { state: 'holding', holdCause: 'metrics' }, 'approve', mia, undefined],
    ['holding', { state: 'running' }, 'continue', engine, undefined],
    ['draft', { state: 'awaiting-approval' }, 'await-approval', mia, 'approval-waiting'],
    ['running', { state: 'running' }, 'await-approval', engine, 'approval-waiting'],
    ['awaiting-approval', { state: 'awaiting-approval' }, 'approve', mia, undefined],
    ['aborting', { state: 'failed' }, 'failed', engine, 'failed'],
    ['aborting', { state: 'aborted' }, 'aborted', engine, undefined],
    ['promoting', { state: 'promoted' }, 'promoted', engine, 'promoted'],
    ['promoted', { state: 'promoted' }, 'retire', mia, undefined],
  ] as const)('from %s to %j by %s', (before, after, action, actor, event) => {
    expect(callEventOf({ state: before }, after, action, actor)).toBe(event)
  })

  it('a change that leaves the state as it is calls nobody, but for a hold and a wait for approval', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...releaseStates),
        fc.constantFrom(...holdCauses),
        fc.constantFrom('step', 'wait', 'approve', 'set-weight', 'retire'),
        fc.constantFrom(engine, mia),
        (state, holdCause, action, actor) => {
          expect(callEventOf({ state }, { state, holdCause }, action, actor)).toBeUndefined()
        },
      ),
    )
  })
})
