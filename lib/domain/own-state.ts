import type { ReleaseState } from './release/release'

/** Media type of what it tells: Prometheus, "Exposition formats", text format. */
export const expositionType = 'text/plain; version=0.0.4; charset=utf-8'

/** What Aviary tells its own Prometheus about the moment of a scrape; it names no service and no person. */
export interface OwnState {
  clusters: {
    name: string
    connected: boolean
    synced: boolean
    ageSeconds: number
    /** In the cache. */
    objects: number
    /** Watches that broke and were begun again, since the start. */
    brokenWatches: number
  }[]
  prometheusOk: boolean
  /** Open event streams, and those ended because their reader was too slow. */
  streams: { open: number; dropped: number }
  /** Absent while the database is away. */
  stored?: {
    /** Live ones by state. */
    releases: Partial<Record<ReleaseState, number>>
    auditHead: number
    openIncidents: number
    /** The newest one in the database; absent where none was ever signed. */
    checkpoint?: { seq: number; ageSeconds: number }
  }
}
