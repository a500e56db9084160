import { buildGraph } from '@/lib/domain/topology/graph'
import type { Graph } from '@/lib/domain/topology/graph-model'
import type { TrafficSnapshot } from '@/lib/domain/topology/traffic'
import { createTrafficFetcher } from '../traffic-fetcher'
import { sceneEnd, scenePrometheus } from './scene-prometheus.fixture'
import type { Scene } from './scene.fixture'

const fail = (error: unknown): never => {
  throw error
}

/** The traffic of a scene as Aviary's own PromQL gives it over exact samples. */
export async function snapshotOfScene({ series }: Scene): Promise<TrafficSnapshot> {
  const { client } = scenePrometheus(series)
  return createTrafficFetcher(client, fail, () => undefined)(60, sceneEnd, [])
}

/** The graph of some traffic over the objects of a scene. */
export function graphOfScene({ clusters, level = 'versioned-app' }: Scene, snapshot: TrafficSnapshot): Graph {
  const now = new Date(snapshot.at)
  return buildGraph({ snapshot, clusters, level, visible: () => true, releases: [], now })
}
