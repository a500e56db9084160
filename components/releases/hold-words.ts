import type { ReleaseDto } from '@/lib/contracts/releases'

export interface HoldWords {
  /** What keeps it from going on. */
  cause: string
  /** What a person can do about it, one a line. */
  todo: string[]
}

type Holding = Pick<ReleaseDto, 'waitingFor' | 'holdCause' | 'from' | 'to' | 'next'>

/** What holds a release and what to do; drift has a notice of its own. */
export function holdWords({ waitingFor, holdCause, from, to, next }: Holding): HoldWords {
  const promote = `Promote goes on without waiting${next === undefined ? '' : ` (${next})`}; it needs a reason.`
  const abort = `Abort gives ${from} all the traffic again.`
  const cause = waitingFor ?? 'Something is in the way.'
  switch (holdCause) {
    case 'inconclusive':
      return {
        cause,
        todo: [
          'It goes on by itself once the verdict passes; Resume looks once more for the time of this step.',
          promote,
          abort,
        ],
      }
    case 'metrics':
      return {
        cause,
        todo: [
          'Check Prometheus in Settings: no data is never a pass. It goes on by itself once there is evidence again.',
          promote,
          'Abort works without metrics.',
        ],
      }
    case 'split':
      return {
        cause,
        todo: [
          `The traffic does not follow the weights, so ${to} cannot be judged fairly. Look at the routes and at sticky sessions.`,
          promote,
          abort,
        ],
      }
    case 'missing':
      return {
        cause,
        todo: [`Put back what is missing; then it goes on by itself.`, abort],
      }
    case 'refused':
      return {
        cause,
        todo: ['Mend what the cluster names; the change is tried again every few seconds.', abort],
      }
    case 'drift':
    case undefined:
      return { cause, todo: ['Resume tries again.', promote, abort] }
  }
}

/** The commands that an abort which could not be applied left in the log; undefined where none did. */
export function handCommand({ log }: Pick<ReleaseDto, 'log'>): string | undefined {
  for (const { words } of log.toReversed()) {
    const found = /By hand: ((?:kubectl|printf) [\s\S]+)$/.exec(words)?.[1]
    if (found !== undefined) return found.trim()
  }
  return undefined
}
