import type { ReleaseState, ReleaseVerb } from './release'

/** API.md's table of states and verbs, without the verbs that only approvals use. */
const allowedIn: Record<ReleaseState, readonly ReleaseVerb[]> = {
  draft: ['start', 'delete'],
  'awaiting-approval': ['abort'],
  running: ['pause', 'promote', 'promote-full', 'abort', 'set-weight'],
  paused: ['resume', 'promote', 'promote-full', 'abort', 'set-weight'],
  holding: ['resume', 'promote', 'promote-full', 'pause', 'abort', 'set-weight'],
  promoting: ['abort'],
  promoted: ['undo', 'retire'],
  aborting: [],
  aborted: ['retry'],
  failed: ['retry', 'undo'],
  undone: [],
}

/** The verbs that a person may use in a state. */
export const allowedVerbs = (state: ReleaseState): readonly ReleaseVerb[] => allowedIn[state]

/** Where a verb leads; undefined where the state does not allow it. */
export function stateAfter(state: ReleaseState, verb: ReleaseVerb): ReleaseState | undefined {
  if (!allowedIn[state].includes(verb)) return undefined
  switch (verb) {
    case 'start':
    case 'retry':
    case 'resume':
    case 'promote':
      return 'running'
    case 'pause':
    case 'set-weight':
      return 'paused'
    case 'promote-full':
      return 'promoting'
    case 'abort':
      return state === 'awaiting-approval' ? 'aborted' : 'aborting'
    case 'undo':
      return 'undone'
    case 'retire':
      return 'promoted'
    case 'delete':
      return undefined
  }
}

/** Moves that the engine makes by itself. */
const automatic: Partial<Record<ReleaseState, readonly ReleaseState[]>> = {
  running: ['promoting', 'holding', 'aborting'],
  holding: ['running', 'aborting'],
  promoting: ['promoted', 'holding'],
  aborting: ['aborted', 'failed'],
}

export const mayLeaveByItself = (from: ReleaseState, to: ReleaseState): boolean =>
  automatic[from]?.includes(to) ?? false

export const isLive = (state: ReleaseState): boolean =>
  ['awaiting-approval', 'running', 'paused', 'holding', 'promoting', 'aborting'].includes(state)

export const isEnded = (state: ReleaseState): boolean =>
  ['promoted', 'aborted', 'failed', 'undone'].includes(state)
