import type { ReleaseState, ReleaseVerb } from './release'

/**
 * API.md's table of states and verbs, with where each verb may lead. Two targets: the verb's own conditions decide,
 * such as approvals that a start waits for.
 */
const table: Record<ReleaseState, Partial<Record<ReleaseVerb, readonly ReleaseState[]>>> = {
  draft: { start: ['running', 'awaiting-approval'], delete: [] },
  'awaiting-approval': { abort: ['aborted'] },
  running: {
    pause: ['paused'],
    promote: ['running'],
    'promote-full': ['promoting'],
    abort: ['aborting'],
    'set-weight': ['paused'],
  },
  paused: {
    resume: ['running'],
    promote: ['running'],
    'promote-full': ['promoting'],
    abort: ['aborting'],
    'set-weight': ['paused'],
  },
  holding: {
    resume: ['running'],
    promote: ['running'],
    'promote-full': ['promoting'],
    pause: ['paused'],
    abort: ['aborting'],
    'set-weight': ['paused'],
  },
  promoting: { abort: ['aborting'] },
  promoted: { undo: ['undone'], retire: ['promoted'] },
  aborting: {},
  aborted: { retry: ['running', 'awaiting-approval'], undo: ['undone'] },
  failed: { retry: ['running', 'awaiting-approval'], undo: ['undone'] },
  undone: {},
}

/** Moves that the engine makes by itself, and those that approvals make. */
const automatic: Record<ReleaseState, readonly ReleaseState[]> = {
  draft: [],
  'awaiting-approval': ['running', 'draft', 'aborted'],
  running: ['promoting', 'holding', 'aborting', 'paused'],
  paused: [],
  holding: ['running', 'aborting'],
  promoting: ['promoted', 'holding'],
  promoted: [],
  aborting: ['aborted', 'failed'],
  aborted: [],
  failed: [],
  undone: [],
}

/** The verbs that a person may use in a state. */
export const allowedVerbs = (state: ReleaseState): readonly ReleaseVerb[] =>
  Object.keys(table[state]) as ReleaseVerb[]

/** Where a verb may lead; empty for a deletion, undefined where the state does not allow it. */
export const statesAfter = (state: ReleaseState, verb: ReleaseVerb): readonly ReleaseState[] | undefined =>
  table[state][verb]

export const mayLeaveByItself = (from: ReleaseState, to: ReleaseState): boolean =>
  automatic[from].includes(to)

/** Whether any verb or the engine may bring a release from one state to another; to itself always. */
export const mayBecome = (from: ReleaseState, to: ReleaseState): boolean =>
  from === to ||
  mayLeaveByItself(from, to) ||
  Object.values(table[from]).some((states) => states.includes(to))

export const isLive = (state: ReleaseState): boolean =>
  ['awaiting-approval', 'running', 'paused', 'holding', 'promoting', 'aborting'].includes(state)

export const isEnded = (state: ReleaseState): boolean =>
  ['promoted', 'aborted', 'failed', 'undone'].includes(state)
