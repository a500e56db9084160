import type { Clusters } from '../domain/ports'
import { countedClient } from './counted-client'
import type { Meters } from './meters'

/** Clusters whose writes are counted. */
export function countedClusters<C extends Clusters>(
  clusters: C,
  meters: Pick<Meters, 'write' | 'writesTo'>,
): C {
  for (const name of clusters.names()) meters.writesTo(name)
  return { ...clusters, client: (cluster) => countedClient(cluster, clusters.client(cluster), meters) }
}
