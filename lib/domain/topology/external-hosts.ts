import type { ClusterView } from '../kube'
import { arrayOf, isObject, objectOf, stringsOf } from '../traffic/untyped'

export interface ExternalHosts {
  /** Whether a ServiceEntry names the host. */
  isExternal: (host: string) => boolean
  /** Whether it does, and gives its addresses as workload entries: of its own, or by a selector. */
  hasWorkloadEntries: (host: string) => boolean
}

/** The hosts that ServiceEntries of a cluster name. */
export function externalHosts(view: ClusterView): ExternalHosts {
  const specs = view.list('serviceentries').map(({ spec }) => objectOf(spec))
  const withEntries = specs.filter(
    ({ endpoints, workloadSelector }) => arrayOf(endpoints).length > 0 || isObject(workloadSelector),
  )
  const hostsOf = (of: typeof specs) => among(of.flatMap(({ hosts }) => stringsOf(hosts)))
  return { isExternal: hostsOf(specs), hasWorkloadEntries: hostsOf(withEntries) }
}

/** Hosts of ServiceEntries may begin with a wildcard. */
function among(hosts: readonly string[]): (host: string) => boolean {
  const exact = new Set(hosts)
  const wild = hosts.flatMap((host) => (host.startsWith('*.') ? [host.slice(1)] : []))
  return (host) => exact.has(host) || wild.some((ending) => host.endsWith(ending))
}
