/**
 * One series name of a proxy's telemetry and what it stands for. Built from the routing objects, because such names
 * can't be taken apart again (Traefik joins namespace, name and port with dashes that names may contain).
 */
export interface TelemetryTarget {
  source: 'traefik' | 'envoy'
  /** Value of the label that tells the series apart: `service` of traefik_service_*, `envoy_cluster_name` of envoy_*. */
  label: string
  /** The service that callers asked for. */
  service: { namespace: string; name: string }
  /** The Service that the requests reach: a version's own, or the service itself. */
  backend: { namespace: string; name: string }
  /** Absent where the backend takes in several versions or is none of the service's. */
  version?: string
  /** Rules whose traffic is counted under this name; several can't be told apart. */
  rules: { route: string; rule: string }[]
  /** Several backends of a rule are counted as one: their requests are seen, their versions are not. */
  together?: true
  /** Mirrored copies are counted under this name too. */
  mirrored: boolean
}
