import type { ChangeBell, ChangeStore, StoredChange } from '../../domain/live-stores'
import type { LiveBus, Store } from '../../domain/ports'

export interface RelayOptions {
  bell: ChangeBell
  changes: ChangeStore
  store: Pick<Store, 'operations' | 'releases'>
  bus: LiveBus
  onError: (error: unknown) => void
}

/** How often somebody looks who does not hear, and who does. Milliseconds. */
const deafMs = 1_000
const hearingMs = 30_000
const batch = 500
/** A change may be found just before the bell rings for it. */
const mostUnheard = 2

/**
 * Tells this replica's bus of what any replica stored: operations, releases and their measurements, and the log itself.
 * What this replica has told of by itself is not told again; the bus sees to that. Answers what stops it.
 */
export function relayChanges({ bell, changes, store, bus, onError }: RelayOptions): () => Promise<void> {
  let seq: number | undefined
  let measured: ReadonlyMap<string, string> | undefined
  /** Looks that found what no bell rang for; through some poolers LISTEN succeeds and nothing is ever heard. */
  let unheard = 0
  let stopped = false
  let looking = false
  let again = false
  let timer: NodeJS.Timeout | undefined

  const tellOperation = async (id: string) => {
    const operation = await store.operations.get(id)
    if (operation) bus.publish({ event: 'operation', data: { operation } })
  }
  const tellRelease = async (id: string, measurement?: number) => {
    const release = await store.releases.get(id)
    if (!release) return
    const { version, service } = release
    const news = measurement === undefined ? {} : { measurement }
    bus.publish({ event: 'release', data: { id, version, ...news, service } })
  }

  const lookAtLog = async () => {
    seq ??= await changes.head()
    let found: StoredChange[] = []
    do {
      found = await changes.since(seq, batch)
      for (const id of new Set(found.flatMap(({ operation }) => operation ?? []))) await tellOperation(id)
      for (const id of new Set(found.flatMap(({ release }) => release ?? []))) await tellRelease(id)
      for (const frame of logFrames(found)) bus.publish(frame)
      seq = found.at(-1)?.seq ?? seq
    } while (found.length === batch && !stopped)
    return seq
  }
  const lookAtMeasurements = async () => {
    const before = measured
    const found = await changes.measured()
    measured = new Map(found.map(({ release, attempt, seq: number }) => [release, `${attempt} ${number}`]))
    for (const { release, seq: number } of found)
      if (before && before.get(release) !== measured.get(release)) await tellRelease(release, number)
  }

  const look = async (rung: boolean): Promise<void> => {
    again = true
    if (rung) unheard = 0
    if (looking) return
    looking = true
    while (again && !stopped) {
      again = false
      try {
        const before = seq
        const after = await lookAtLog()
        if (!rung && before !== undefined && after > before) unheard += 1
        await lookAtMeasurements()
      } catch (error) {
        onError(error)
      }
    }
    looking = false
    clearTimeout(timer)
    const waits = bell.hears() && unheard < mostUnheard ? hearingMs : deafMs
    if (!stopped) timer = setTimeout(() => void look(false), waits)
  }

  bell.start(() => void look(true))
  void look(false)
  return async () => {
    stopped = true
    clearTimeout(timer)
    await bell.stop()
  }
}

/** That the log has grown, once for each service that it grew about. */
function logFrames(found: readonly StoredChange[]) {
  const places = found.map(({ service }) => service ?? { cluster: '', namespace: '', name: '' })
  const distinct = new Map(places.map((place) => [JSON.stringify(place), place]))
  return [...distinct.values()].map((place) => ({
    event: 'delta' as const,
    data: { scope: 'audit' as const, ...place, kind: 'AuditEvent' },
  }))
}
