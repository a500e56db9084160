export interface ResultSign {
  glyph: string
  className: string
}

const good: ResultSign = { glyph: '✓', className: 'text-ok' }
const waiting: ResultSign = { glyph: '○', className: 'text-muted' }
const doubtful: ResultSign = { glyph: '◆', className: 'text-degraded' }
const bad: ResultSign = { glyph: '▲', className: 'text-failing' }
const refused: ResultSign = { glyph: '⊘', className: 'text-degraded' }

const signs: Readonly<Record<string, ResultSign>> = {
  applied: good,
  promoted: good,
  pending: waiting,
  'not-applied': waiting,
  conflict: doubtful,
  unknown: doubtful,
  holding: doubtful,
  aborting: doubtful,
  aborted: doubtful,
  failed: bad,
  denied: refused,
}

/** Shape and colour beside the word of a result; states of releases without a judgement get a plain dot. */
export function resultSign(result: string): ResultSign {
  return signs[result] ?? { glyph: '•', className: 'text-muted' }
}

/** Results that the filter offers: outcomes of moves first, then states of releases. */
export const knownResults = [
  'applied',
  'pending',
  'not-applied',
  'conflict',
  'failed',
  'unknown',
  'denied',
  'running',
  'paused',
  'holding',
  'promoting',
  'promoted',
  'aborting',
  'aborted',
  'undone',
] as const

/** Actions that the filter offers; any other can be typed. */
export const knownActions = [
  'set-weights',
  'add-version',
  'remove-version',
  'set-mirror',
  'remove-mirror',
  'undo',
  'release.create',
  'release.start',
  'release.step',
  'release.pause',
  'release.resume',
  'release.promote',
  'release.promote-full',
  'release.hold',
  'release.continue',
  'release.abort',
  'release.aborted',
  'release.promoted',
  'release.delete',
  'login',
  'logout',
  'token.create',
  'token.revoke',
  'policy.changed',
  'policy.proposed',
  'policy.approved',
  'policy.rejected',
  'policy.withdrawn',
  'audit.read',
  'audit.export',
  'release.report',
  'chain.rollback-detected',
  'chain.rollback-acknowledged',
] as const
