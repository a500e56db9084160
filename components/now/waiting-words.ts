import type { WaitingDto } from '@/lib/contracts/calls'

/** Shape, word and colour of each thing that waits for a human; the shape is there so that colour never stands alone. */
export const waitingSigns: Readonly<
  Record<WaitingDto['kind'], { glyph: string; word: string; className: string }>
> = {
  approval: { glyph: '◇', word: 'approval', className: 'text-canary-text' },
  inconclusive: { glyph: '○', word: 'not decided', className: 'text-degraded' },
  drift: { glyph: '⇄', word: 'drift', className: 'text-degraded' },
  'metrics-gone': { glyph: '◆', word: 'metrics gone', className: 'text-degraded' },
  refused: { glyph: '◆', word: 'refused', className: 'text-degraded' },
  paused: { glyph: '❙❙', word: 'paused', className: 'text-canary-text' },
  failed: { glyph: '▲', word: 'abort failed', className: 'text-failing' },
  'unknown-outcome': { glyph: '?', word: 'outcome unknown', className: 'text-degraded' },
}

const verbs: Readonly<Record<string, string>> = {
  approve: 'approve',
  reject: 'reject',
  start: 'start',
  resume: 'resume',
  pause: 'pause',
  promote: 'promote',
  'promote-full': 'promote to 100 %',
  'set-weight': 'set the weight',
  abort: 'abort',
  retry: 'retry',
  undo: 'undo',
  retire: 'retire',
  delete: 'delete',
}

/** "You may resume, promote or abort." Says so where one may only look. */
export function mayWords(allowed: readonly string[]): string {
  const words = allowed.map((verb) => verbs[verb] ?? verb.replaceAll('-', ' '))
  const last = words.at(-1)
  if (last === undefined) return 'You may look; somebody else decides.'
  const first = words.slice(0, -1).join(', ')
  return `You may ${first === '' ? last : `${first} or ${last}`}.`
}

/** One entry tells itself from all others by what it is about, not by its place. */
export const waitingKey = ({ kind, release, operation, href, since }: WaitingDto): string =>
  `${kind} ${release ?? ''} ${operation ?? ''} ${href} ${since}`
