import type { ClusterObjects } from './cluster-objects'
import type { Compiled, Entry } from './entries'
import { compileEntries } from './entries'
import { compileMeshRoutes } from './gateway-api/mesh-routes'
import { compileRoutes } from './routes'
import { compileTraefik } from './traefik/instances'
import { compileUpstreams } from './upstreams'

export interface Mesh extends Compiled {
  entries: readonly Entry[]
  /** Keys of everything that reports Istio's metrics. */
  reporters: ReadonlySet<string>
}

/** Compiles the cluster for the simulation. */
export function compileMesh(objects: ClusterObjects): Mesh {
  const upstreams = compileUpstreams(objects)
  const compiled = {
    upstreams,
    routes: compileRoutes(objects, upstreams),
    meshRoutes: compileMeshRoutes(objects, upstreams),
    traefik: compileTraefik(objects, upstreams),
  }
  const entries = compileEntries(objects, compiled)
  const reporters = new Set(
    [...upstreams.pods.byName.values(), ...entries.map((entry) => entry.source)].map((item) => item.key),
  )
  return { ...compiled, entries, reporters }
}
