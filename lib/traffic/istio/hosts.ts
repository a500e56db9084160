/** Which Kubernetes Service a host in an Istio object means. */

const CLUSTER_DOMAIN = 'svc.cluster.local'

export interface HostedService {
  namespace: string
  name: string
}

/**
 * The Service that a host names, relative to the namespace of the object that says so: `search`, `search.shop`,
 * `search.shop.svc` and everything below. Undefined for wildcards, addresses and hosts outside the cluster.
 */
export function serviceOfHost(host: string, namespace: string): HostedService | undefined {
  if (host.includes('*') || host.includes(':') || host.includes('/')) return undefined
  const [name = '', home, kind, ...rest] = host.replace(/\.$/, '').split('.')
  if (name === '' || home === '') return undefined
  if (home === undefined) return { namespace, name }
  if (kind === undefined || (kind === 'svc' && !rest.includes(''))) return { namespace: home, name }
  return undefined
}

/** The full name of a Service inside the cluster. */
export function fullHost(service: HostedService): string {
  return `${service.name}.${service.namespace}.${CLUSTER_DOMAIN}`
}

/** True when a host with a leading `*.` takes in the Service. `*` alone is for gateways and takes in none. */
export function wildcardCovers(host: string, service: HostedService): boolean {
  return host.startsWith('*.') && fullHost(service).endsWith(host.slice(1))
}

/** True when two hosts, each relative to its own object's namespace, are the same. */
export function sameHost(a: string, namespaceA: string, b: string, namespaceB: string): boolean {
  return canonicalHost(a, namespaceA) === canonicalHost(b, namespaceB)
}

/** The host as every namespace would say it. */
export function canonicalHost(host: string, namespace: string): string {
  const service = serviceOfHost(host, namespace)
  return service === undefined ? host : fullHost(service)
}
