import type { ClusterView, KubeObject } from '../kube'
import { objectOf } from '../traffic/untyped'

/** What a Service and its namespace say of a service, besides its routes. */
export interface ServiceTraits {
  /** The namespace is in ambient mode: its pods need no sidecar. */
  ambient: boolean
  /** Its requests are routed by a waypoint. */
  waypoint: boolean
  /** It is a name for something outside of the cluster. */
  outside: boolean
}

const waypointLabel = 'istio.io/use-waypoint'

/** Reads the traits of a cluster's Services. Labels: istio.io, "Add workloads to the mesh", "Use a waypoint proxy". */
export function traitsReader(view: ClusterView): (service: KubeObject) => ServiceTraits {
  const homes = new Map(view.list('namespaces').map(({ metadata }) => [metadata.name, metadata.labels]))
  return ({ metadata, spec }) => {
    const home = homes.get(metadata.namespace ?? '') ?? {}
    // A Service's own word comes before its namespace's, and `none` lets it out.
    const waypoint = metadata.labels?.[waypointLabel] ?? home[waypointLabel] ?? 'none'
    return {
      ambient: home['istio.io/dataplane-mode'] === 'ambient',
      waypoint: waypoint !== 'none' && waypoint !== '',
      outside: objectOf(spec).type === 'ExternalName',
    }
  }
}
