import type { ClusterView } from '../../kube'
import { namedService, type HostedName } from '../../topology/service-hosts'
import { objectOf, stringsOf } from '../../traffic/untyped'
import { oncePerList } from './memory'

/** A Service's full name inside the cluster. */
export function fullHost({ namespace, name }: HostedName): string {
  return `${name}.${namespace}.svc.cluster.local`
}

/** A host as every namespace would say it; hosts outside the cluster stay as they are. */
export function canonicalHost(host: string, namespace: string): string {
  const named = namedService(host, namespace)
  return named === undefined ? host : fullHost(named)
}

/** True when a host with a leading `*.`, or `*` alone, takes in the other. */
export function wildcardCovers(pattern: string, host: string): boolean {
  return pattern === '*' || (pattern.startsWith('*.') && host.endsWith(pattern.slice(1)))
}

interface OuterHosts {
  exact: ReadonlySet<string>
  wildcards: readonly string[]
}

const outerHosts = oncePerList((entries): OuterHosts => {
  const hosts = entries.flatMap(({ spec }) => stringsOf(objectOf(spec).hosts))
  return { exact: new Set(hosts), wildcards: hosts.filter((host) => host.startsWith('*')) }
})

/** True when a Service or a ServiceEntry stands behind a host that an Istio object of this namespace names. */
export function hostExists(view: ClusterView, host: string, namespace: string): boolean {
  const named = namedService(host, namespace)
  if (named !== undefined && view.get('services', named.namespace, named.name) !== undefined) return true
  // Where entries can't be read, hosts outside the cluster can't be judged.
  if (named === undefined && !view.has('serviceentries')) return true
  const { exact, wildcards } = outerHosts(view.list('serviceentries'))
  return (
    exact.has(host) ||
    exact.has(canonicalHost(host, namespace)) ||
    wildcards.some((pattern) => wildcardCovers(pattern, host))
  )
}
