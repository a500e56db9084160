import type { ClusterObjects, Service } from './cluster-objects'
import type { Pods, Workload } from './workloads'
import { addressOnly, annotationPrefix, compilePods } from './workloads'

export type Protocol = 'http' | 'grpc' | 'tcp'

/** The service that a request is for, as telemetry names it. */
export interface ServiceIdentity {
  host: string
  name: string
  namespace: string
  protocol: Protocol
  external: boolean
  /** `namespace/workload` of the egress gateway that requests leave by. */
  through?: string
}

/** What Envoy calls a cluster: a service, or one subset of it, with its ready pods. */
export interface Upstream {
  service: ServiceIdentity
  /** `missing`: the subset is not defined (Envoy's flag NC). `known` may still have no pods (UH). */
  state: 'known' | 'missing'
  /** One entry for each ready pod, so that pods of one size get equal shares. */
  pods: readonly Workload[]
  sticky: boolean
}

export interface Upstreams {
  /** The full name of a host as used in `namespace`. */
  resolve(host: string, namespace: string): string
  /** Nothing when neither a Service nor a ServiceEntry has this host. */
  find(host: string, subset?: string): Upstream | undefined
  /** A Service by its namespace and name. */
  service(namespace: string, name: string): Service | undefined
  pods: Pods
  /** Those with a ready pod. */
  workloads: readonly Workload[]
}

/** Compiles Services, pods, DestinationRules and ServiceEntries into upstreams, made on first use. */
export function compileUpstreams(objects: ClusterObjects): Upstreams {
  const pods = compilePods(objects)
  const endpoints = compileEndpoints(objects, pods)
  const services = new Map(
    objects.services.map((item) => [fullName(item.metadata.name, item.metadata.namespace ?? ''), item]),
  )
  const resolve = (host: string, namespace: string): string => {
    const parts = host.split('.')
    if (parts.length === 1) return fullName(host, namespace)
    const full = fullName(parts[0] ?? '', parts[1] ?? '')
    const abbreviated = parts.length === 2 || (parts.length === 3 && parts[2] === 'svc')
    return abbreviated && services.has(full) ? full : host
  }
  const external = new Map<string, ServiceIdentity>()
  for (const entry of objects.serviceentries) {
    const through = entry.metadata.annotations?.[`${annotationPrefix}through`]
    for (const host of entry.spec?.hosts ?? []) {
      const protocol = protocolOf((entry.spec?.ports?.[0]?.protocol ?? 'tcp').toLowerCase())
      external.set(host, {
        host,
        name: host,
        namespace: entry.metadata.namespace ?? '',
        protocol,
        external: true,
        ...(through === undefined ? {} : { through }),
      })
    }
  }
  const subsets = new Map<string, Map<string, Record<string, string>>>()
  const sticky = new Set<string>()
  for (const rule of objects.destinationrules) {
    const host = resolve(rule.spec?.host ?? '', rule.metadata.namespace ?? '')
    const known = subsets.get(host) ?? new Map<string, Record<string, string>>()
    for (const subset of rule.spec?.subsets ?? []) known.set(subset.name, subset.labels ?? {})
    subsets.set(host, known)
    if (rule.spec?.trafficPolicy?.loadBalancer?.consistentHash !== undefined) sticky.add(host)
  }

  const make = (host: string, subset: string | undefined): Upstream | undefined => {
    const service = services.get(host)
    const backing = service && backingOf(service)
    const identity = service ? identityOf(service, host, backing === undefined) : external.get(host)
    if (!identity) return undefined
    const labels = subset === undefined ? {} : subsets.get(host)?.get(subset)
    if (!labels) return { service: identity, state: 'missing', pods: [], sticky: false }
    return {
      service: identity,
      state: 'known',
      pods: backing ? podsOf(backing, labels) : [],
      sticky: sticky.has(host),
    }
  }
  /** An ExternalName may point at a Service of the cluster; elsewhere it leaves it. */
  const backingOf = (service: Service): Service | undefined => {
    if (service.spec?.type !== 'ExternalName') return service
    return services.get(resolve(service.spec.externalName ?? '', service.metadata.namespace ?? ''))
  }
  /** Without a selector the hand-made EndpointSlices decide, as they do for every proxy. */
  const podsOf = ({ metadata, spec }: Service, labels: Readonly<Record<string, string>>): Workload[] => {
    const namespace = metadata.namespace ?? ''
    const { selector = {} } = spec ?? {}
    if (Object.keys(selector).length === 0) {
      const chosen = endpoints.get(`${namespace}/${metadata.name}`) ?? []
      return chosen.filter((workload) => selects(labels, workload.labels))
    }
    const wanted = { ...selector, ...labels }
    return (pods.ready.get(namespace) ?? [])
      .filter(({ pod }) => selects(wanted, pod.metadata.labels ?? {}))
      .map((item) => item.workload)
  }

  const made = new Map<string, Upstream | undefined>()
  const workloads = new Set<Workload>()
  for (const list of pods.ready.values()) for (const item of list) workloads.add(item.workload)
  return {
    resolve,
    service: (namespace, name) => services.get(fullName(name, namespace)),
    pods,
    workloads: [...workloads],
    find(host, subset) {
      const key = `${host}|${subset ?? ''}`
      if (!made.has(key)) made.set(key, make(host, subset))
      return made.get(key)
    },
  }
}

/** The cluster-wide host of a Service. */
export function fullName(name: string, namespace: string): string {
  return `${name}.${namespace}.svc.cluster.local`
}

function identityOf(service: Service, host: string, external: boolean): ServiceIdentity {
  const port = service.spec?.ports?.[0]
  const named = port?.appProtocol ?? port?.name?.split('-')[0] ?? 'http'
  const { name, namespace } = service.metadata
  return { host, name, namespace: namespace ?? '', protocol: protocolOf(named), external }
}

/** Ready endpoints of hand-made slices by `namespace/service`, with the workload of the pod that each names. */
function compileEndpoints(objects: ClusterObjects, pods: Pods): Map<string, Workload[]> {
  const found = new Map<string, Workload[]>()
  for (const { metadata, endpoints } of objects.endpointslices ?? []) {
    const namespace = metadata.namespace ?? ''
    const service = metadata.labels?.['kubernetes.io/service-name']
    if (service === undefined) continue
    const list = found.get(`${namespace}/${service}`) ?? []
    found.set(`${namespace}/${service}`, list)
    for (const { conditions, targetRef } of endpoints ?? []) {
      if (conditions?.ready === false) continue
      const pod = `${targetRef?.namespace ?? namespace}/${targetRef?.name ?? ''}`
      list.push((targetRef?.kind === 'Pod' ? pods.byName.get(pod) : undefined) ?? addressOnly)
    }
  }
  return found
}

/** Istio's port names (`protocol[-suffix]`); what it does not know it sniffs, which for the shop means HTTP. */
function protocolOf(name: string): Protocol {
  if (name === 'grpc') return 'grpc'
  return ['tcp', 'tls', 'https', 'mongo', 'mysql', 'redis'].includes(name) ? 'tcp' : 'http'
}

function selects(
  selector: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value)
}
