import type { WaitingDto } from '@/lib/contracts/calls'
import type { ReleaseDto } from '@/lib/contracts/releases'

export interface HoldWords {
  /** What keeps it from going on. */
  cause: string
  /** What a person can do about it, one a line. */
  todo: string[]
}

type Holding = Pick<ReleaseDto, 'waitingFor' | 'verdict' | 'from' | 'to' | 'next'>

/** Why a release holds, from the queue; from the verdict where the queue does not tell. */
export function holdKind(
  release: Pick<ReleaseDto, 'id' | 'verdict'>,
  waiting: readonly WaitingDto[] | undefined,
): WaitingDto['kind'] | undefined {
  const kind = waiting?.find((item) => item.release === release.id)?.kind
  if (kind !== undefined) return kind
  if (release.verdict?.state === 'error') return 'metrics-gone'
  return release.verdict?.state === 'inconclusive' ? 'inconclusive' : undefined
}

/** What holds a release and what to do; drift has a notice of its own. */
export function holdWords(release: Holding, kind: WaitingDto['kind'] | undefined): HoldWords {
  const { waitingFor, from, next } = release
  const promote = `Promote goes on without waiting${next === undefined ? '' : ` (${next})`}; it needs a reason.`
  const abort = `Abort gives ${from} all the traffic again.`
  const cause = waitingFor ?? 'Something is in the way.'
  switch (kind) {
    case 'inconclusive':
      return {
        cause,
        todo: ['Resume looks once more for the time of this step.', promote, abort],
      }
    case 'metrics-gone':
      return {
        cause,
        todo: [
          'Check Prometheus in Settings: no data is never a pass. It goes on by itself once there is evidence again.',
          promote,
          'Abort works without metrics.',
        ],
      }
    case 'refused':
      return {
        cause,
        todo: ['Mend what the cluster names, then Resume tries the change again.', abort],
      }
    case 'unknown-outcome':
      return {
        cause,
        todo: ['Aviary asks the cluster again every few seconds; nothing has to be pressed.', abort],
      }
    default:
      return { cause, todo: ['Resume tries again.', promote, abort] }
  }
}

/** The kubectl command that an abort which could not be applied left in the log; undefined where none did. */
export function handCommand({ log, waitingFor }: Pick<ReleaseDto, 'log' | 'waitingFor'>): string | undefined {
  for (const words of [waitingFor ?? '', ...log.toReversed().map((entry) => entry.words)]) {
    const found = /(^|[\s:`])(kubectl [\s\S]+)$/.exec(words)?.[2]
    if (found !== undefined) return found.trim().replace(/[`.]+$/, '')
  }
  return undefined
}
