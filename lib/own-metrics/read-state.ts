import type { OwnState } from '../domain/own-state'
import type { Clusters, MetricsSource, Store } from '../domain/ports'
import { isDomainError } from '../domain/errors'

export interface StateSources {
  store: Store
  clusters: Pick<Clusters, 'names' | 'health'> & {
    counts(cluster: string): { objects: number; brokenWatches: number }
  }
  metrics: Pick<MetricsSource, 'health'>
  streams: () => OwnState['streams']
  now: () => Date
}

/** Reads the state of now. A database that is away is part of the answer, not an error. */
export async function readState(sources: StateSources): Promise<OwnState> {
  const { store, clusters, metrics, streams, now } = sources
  const stored = await readStored(store, now()).catch((error: unknown) => {
    if (isDomainError(error)) return undefined
    throw error
  })
  return {
    clusters: clusters.names().map((name) => {
      const { connected, synced, ageSeconds } = clusters.health(name)
      return { name, connected, synced, ageSeconds, ...clusters.counts(name) }
    }),
    prometheusOk: metrics.health().ok,
    streams: streams(),
    ...(stored === undefined ? {} : { stored }),
  }
}

async function readStored(store: Store, now: Date): Promise<NonNullable<OwnState['stored']>> {
  const [live, head, incidents, newest] = await Promise.all([
    store.releases.live(),
    store.audit.head(),
    store.incidents.open(),
    store.checkpoints.newest(),
  ])
  const releases: Partial<Record<string, number>> = {}
  for (const { state } of live) releases[state] = (releases[state] ?? 0) + 1
  return {
    releases,
    auditHead: head.seq,
    openIncidents: incidents.length,
    ...(newest === undefined
      ? {}
      : {
          checkpoint: {
            seq: newest.seq,
            ageSeconds: Math.max(0, (now.getTime() - Date.parse(newest.time)) / 1000),
          },
        }),
  }
}
