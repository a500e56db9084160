import { diffGraphs } from '../../domain/topology/graph-delta'
import type { ChangeStore } from '../../domain/live-stores'
import { concernsGraph } from '../catalogue/routing-revision'
import type { Ports } from '../context'
import { createDrifts } from './drifts'
import { createFindingMarks } from './finding-marks'
import { createGraphFeed } from './graph-feed'
import type { GraphFeed } from './graph-port'
import { createGraphSource } from './graph-source'
import { createLiveReleases } from './live-releases'
import type { SharedText } from './shared-text'

export interface LiveGraphOptions {
  ports: Ports
  changes: ChangeStore
  share: (text: string) => SharedText
  /** Of this process; another one names its states otherwise. */
  replica: string
  /** Hears of every tick what its graphs cost, milliseconds. */
  ticked?: (ms: number) => void
}

/** Prometheus' usual rhythm in small set-ups, until the real one is seen. */
const assumedScrapeSeconds = 2

/** The graphs of this replica, which look again when routes, workloads, releases or findings change. */
export function createLiveGraphs(options: LiveGraphOptions): GraphFeed {
  const { ports, changes, share, replica, ticked } = options
  const now = () => new Date()
  const pause = () => new Promise<void>((resolve) => setImmediate(resolve))
  const parts = {
    releases: createLiveReleases(ports.store.releases, ports.bus, now),
    findings: createFindingMarks(ports, { now, pause, changed: () => feed.poke() }),
    drifts: createDrifts(changes, ports.bus),
  }
  let states = 0
  const nextRevision = () => {
    states += 1
    return `${replica}.${states}`
  }
  const feed = createGraphFeed({
    source: createGraphSource(ports, parts, now),
    tools: { diff: diffGraphs, share, nextRevision },
    now: () => Date.now(),
    scrapeSeconds: () => ports.metrics.health().scrapeSeconds ?? assumedScrapeSeconds,
    pause,
    ...(ticked === undefined ? {} : { ticked }),
  })
  ports.clusters.onChange((change) => {
    if (concernsGraph(change)) feed.poke()
  })
  ports.bus.subscribe((_id, { event }) => {
    if (event === 'release' || event === 'operation') feed.poke()
  })
  return feed
}
