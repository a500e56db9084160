import type { ReleaseDto } from '@/lib/contracts/releases'
import { stateSigns } from './release-words'

/** A verb as `release.allowed` names it. */
export type AllowedVerb =
  | 'start'
  | 'pause'
  | 'resume'
  | 'promote'
  | 'promote-full'
  | 'abort'
  | 'retry'
  | 'undo'
  | 'retire'
  | 'delete'
  | 'set-weight'

const past: Readonly<Record<AllowedVerb, string>> = {
  start: 'started',
  pause: 'paused',
  resume: 'resumed',
  promote: 'promoted',
  'promote-full': 'promoted to 100 %',
  abort: 'aborted',
  retry: 'tried again',
  undo: 'undone',
  retire: 'retired',
  delete: 'deleted',
  'set-weight': 'given a weight',
}

/** Why the state of a release does not allow a verb; undefined when it does. */
export function stateReason(
  release: Pick<ReleaseDto, 'state' | 'allowed'>,
  verb: AllowedVerb,
): string | undefined {
  if (release.allowed.includes(verb)) return undefined
  if (verb === 'abort' && release.state === 'draft')
    return 'A draft moves nothing: there is nothing to abort.'
  if (verb === 'abort' && release.state === 'aborting') return 'It is being aborted already.'
  return `A release that is ${stateSigns[release.state].word} cannot be ${past[verb]}.`
}
