import type { OperationDto } from '@/lib/contracts/moves'
import type { ReleaseDto } from '@/lib/contracts/releases'

/** Something that goes on only when a person does something. */
export interface Waiting {
  key: string
  href: string
  /** Service and versions, or the operation. */
  title: string
  kind: 'approval' | 'holding' | 'paused' | 'failed' | 'unknown'
  words: string
  /** RFC 3339. */
  since: string
}

/** How far back a failed abort is still shown; a newer release of the service takes its place anyway. */
const FAILED_MS = 7 * 86_400_000

/** What waits for a human, the longest wait first. `now` in epoch milliseconds. */
export function waitingFor(
  releases: readonly ReleaseDto[],
  operations: readonly OperationDto[],
  now: number,
): Waiting[] {
  const fromReleases = releases.flatMap((release): Waiting[] => {
    const kind = kindOf(release, now)
    if (kind === null) return []
    return [
      {
        key: release.id,
        href: `/releases/${release.id}`,
        title: `${release.service.name} ${release.from} → ${release.to}`,
        kind,
        words: wordsOf(release, kind),
        since: release.log.at(-1)?.at ?? release.createdAt,
      },
    ]
  })
  const fromOperations = operations
    .filter(({ outcome }) => outcome === 'unknown')
    .map(({ id, action, service, release, at, actor }): Waiting => ({
      key: id,
      href:
        release === undefined
          ? `/services/${service.cluster}/${service.namespace}/${service.name}`
          : `/releases/${release}`,
      title: `${service.name}: ${action.replaceAll('-', ' ')}`,
      kind: 'unknown',
      words: `Sent by ${actor.name}; the cluster has not said whether it took it.`,
      since: at,
    }))
  return [...fromReleases, ...fromOperations].toSorted((a, b) => Date.parse(a.since) - Date.parse(b.since))
}

function kindOf(release: ReleaseDto, now: number): Exclude<Waiting['kind'], 'unknown'> | null {
  if (release.state === 'awaiting-approval') return 'approval'
  if (release.state === 'holding' || release.state === 'paused') return release.state
  const ended = Date.parse(release.endedAt ?? release.createdAt)
  return release.state === 'failed' && now - ended < FAILED_MS ? 'failed' : null
}

function wordsOf({ waitingFor: cause, from, log }: ReleaseDto, kind: Waiting['kind']): string {
  if (kind === 'approval') return 'The plan waits for somebody else to approve it.'
  if (kind === 'failed') return `The abort could not be applied. Put ${from} back to 100 % by hand.`
  if (kind === 'holding') return cause ?? 'Something is in the way.'
  const last = log.findLast(({ kind: event }) => event === 'pause' || event === 'set-weight')
  const who = last?.who === undefined ? '' : ` by ${last.who}`
  return last?.kind === 'set-weight'
    ? `Paused, since the weight was moved${who}.`
    : `Paused${who}; waits for Resume.`
}
