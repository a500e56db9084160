import type { GraphRelease } from '../../domain/topology/graph-model'
import type { ReleaseRecord } from '../../domain/release/release'
import type { LiveBus, ReleaseStore } from '../../domain/ports'
import { releaseMark } from '../releases/release-mark'

/** A live release as graphs show it, and the revisions that it left its routes at. */
export type MarkedRelease = GraphRelease & Pick<ReleaseRecord, 'expected'>

export interface LiveReleases {
  marks(): Promise<MarkedRelease[]>
}

/** For how long nobody asks again where no frame told of a release. Milliseconds. */
const freshMs = 2_000

/** The releases that have not ended, read once for all graphs; while the database is away, as they were last. */
export function createLiveReleases(
  store: Pick<ReleaseStore, 'live'>,
  bus: LiveBus,
  now: () => Date,
): LiveReleases {
  let read: { at: number; marks: Promise<MarkedRelease[]> } | undefined
  let last: MarkedRelease[] | undefined
  bus.subscribe((_id, { event }) => {
    if (event === 'release') read = undefined
  })
  const load = async (): Promise<MarkedRelease[]> => {
    try {
      last = (await store.live()).map((release) => ({
        ...releaseMark(release),
        service: release.service,
        from: release.from,
        to: release.to,
        expected: release.expected,
      }))
      return last
    } catch (error) {
      if (last === undefined) throw error
      return last
    }
  }
  return {
    marks: () => {
      const at = now().getTime()
      if (read === undefined || at - read.at > freshMs) read = { at, marks: load() }
      return read.marks
    },
  }
}
