import { buildWholeGraph } from '../../domain/topology/graph'
import type { Graph, GraphCluster, GraphRelease } from '../../domain/topology/graph-model'
import { limitGraph, type WholeGraph } from '../../domain/topology/hidden-nodes'
import type { TrafficSnapshot } from '../../domain/topology/traffic'
import type { Ports } from '../context'
import { routingRevision } from '../catalogue/routing-revision'
import { requireView, routesOf } from '../traffic/find-route'
import type { Drifts } from './drifts'
import type { FindingMarks } from './finding-marks'
import type { GraphSpec } from './graph-view'
import type { LiveReleases } from './live-releases'

/** Everything that a graph is made of, at one moment. */
export interface GraphInputs {
  snapshot: TrafficSnapshot
  /** Another one when anything but the snapshot is another. */
  stamp: string
  build: () => Graph
}

export type GraphSource = (spec: GraphSpec) => Promise<GraphInputs>

/** How long what was read out of a cluster's view stands in for another look, where no route changed. Milliseconds. */
const freshMs = 10_000
/** Whole graphs of one set of samples. */
const mostWholes = 4

interface Look {
  revision: number
  at: number
  clusters: Map<string, GraphCluster>
}

/** Reads what graphs are made of. Throws `metrics-unavailable`, `cluster-unavailable` and `not-found`. */
export function createGraphSource(
  ports: Pick<Ports, 'clusters' | 'metrics' | 'routeReports' | 'routers' | 'versionsOf'>,
  parts: { releases: LiveReleases; findings: FindingMarks; drifts: Drifts },
  now: () => Date,
): GraphSource {
  const wholes = createWholes()
  let look: Look = { revision: -1, at: 0, clusters: new Map() }

  /** The same objects while nothing changes: what is worked out of them is kept with them. */
  const clusterOf = (cluster: string): GraphCluster => {
    const revision = routingRevision(ports)
    if (look.revision !== revision || now().getTime() - look.at > freshMs)
      look = { revision, at: now().getTime(), clusters: new Map() }
    const known = look.clusters.get(cluster)
    if (known) return known
    const view = requireView({ ports }, cluster)
    const made: GraphCluster = {
      view,
      routesOf: (service) => routesOf(ports, view, service),
      versionsOf: (service) => ports.versionsOf(view, service),
    }
    look.clusters.set(cluster, made)
    return made
  }

  return async ({ cluster, level, window, rights }) => {
    const names = cluster === undefined ? ports.clusters.names() : [cluster]
    for (const name of names) requireView({ ports }, name)
    const [snapshot, releases] = await Promise.all([
      ports.metrics.traffic(window),
      parts.releases.marks(),
      parts.findings.ready(names),
      parts.drifts.ready(),
    ])
    const { findings, drifts } = parts
    const shown = { routes: routingRevision(ports), findings: findings.revision, drifts: drifts.revision }
    const stamp = JSON.stringify([names, shown, releases.map(stampOf)])
    const build = (): WholeGraph => {
      const clusters = names.map(clusterOf)
      return buildWholeGraph({
        snapshot,
        clusters,
        level,
        releases,
        findingMark: (service) => findings.of(service),
        drifted: drifts.among(clusters, releases),
        now: now(),
      })
    }
    return {
      snapshot,
      stamp,
      build: () =>
        limitGraph(wholes.get(snapshot, `${level} ${stamp}`, build), (place) => rights.sees(place)),
    }
  }
}

/** Whole graphs, which viewers of other rights share; they go when the samples go. */
function createWholes() {
  const known = new WeakMap<TrafficSnapshot, Map<string, WholeGraph>>()
  return {
    get(snapshot: TrafficSnapshot, key: string, build: () => WholeGraph): WholeGraph {
      const ofSnapshot = known.get(snapshot) ?? new Map<string, WholeGraph>()
      const whole = ofSnapshot.get(key) ?? build()
      // Routes that changed since make another graph of the same samples; only the newest of a few is asked for again.
      if (ofSnapshot.size >= mostWholes) ofSnapshot.clear()
      ofSnapshot.set(key, whole)
      known.set(snapshot, ofSnapshot)
      return whole
    },
  }
}

const stampOf = ({ id, state, step, from, to }: GraphRelease) => [id, state, step, from, to]
