import type { GraphLevel, GraphNode } from './graph-model'
import type { KnownService, ServiceIndex } from './service-index'
import type { Party, TrafficRow } from './traffic'
import { isUnknownCaller } from './select-rows'

/** A node before traffic and health are known. */
export type NodeSeed = Pick<GraphNode, 'id' | 'kind' | 'cluster' | 'namespace' | 'name'> &
  Partial<Pick<GraphNode, 'app' | 'version' | 'workload' | 'parent'>> & {
    /** The service that decides who may see it and what its badges are. */
    service?: string
  }

const unknown = 'unknown'
/** Names that Istio gives to traffic for no known service. */
const passthrough = /^(PassthroughCluster|BlackHoleCluster|InboundPassthrough\w*)$/

export function nodeId(...parts: string[]): string {
  return parts.join('~')
}

export function serviceSeed(
  ref: { cluster: string; namespace: string; name: string },
  gateway = false,
): NodeSeed {
  const { cluster, namespace, name } = ref
  const kind = gateway ? 'gateway' : 'service'
  return { id: nodeId(kind, cluster, namespace, name), kind, cluster, namespace, name, service: name }
}

export function versionSeed(
  ref: { cluster: string; namespace: string; name: string },
  version: string,
): NodeSeed {
  const { cluster, namespace, name } = ref
  return {
    id: nodeId('version', cluster, namespace, name, version),
    kind: 'version',
    cluster,
    namespace,
    name,
    app: name,
    version,
    parent: serviceSeed(ref).id,
    service: name,
  }
}

/** Finds the nodes that a row speaks of. `indexOf` takes telemetry's name of a cluster. */
export function createIdentify(level: GraphLevel, indexOf: (cluster: string) => ServiceIndex | undefined) {
  const homeOf = (party: Party) => indexOf(party.cluster)

  const caller = (row: TrafficRow): NodeSeed => {
    const { source } = row
    if (isUnknownCaller(row)) {
      const cluster = indexOf(row.service.cluster)?.cluster ?? row.service.cluster
      return {
        id: nodeId(unknown, cluster),
        kind: 'unknown',
        cluster,
        namespace: '',
        name: 'Unknown callers',
      }
    }
    const index = homeOf(source)
    const service = index?.ofWorkload(source.namespace, source.workload)
    return place(source, index?.cluster ?? source.cluster, service)
  }

  const place = (party: Party, cluster: string, service: KnownService | undefined): NodeSeed => {
    const { namespace, version } = party
    const workload = party.workload === unknown ? party.app : party.workload
    const app = party.app === unknown ? workload : party.app
    const own = service === undefined ? {} : { service: service.ref.name }
    if (service?.gateway === true || (service === undefined && /(ingress|egress)gateway$/.test(app)))
      return serviceSeed(service?.ref ?? { cluster, namespace, name: app }, true)
    switch (level) {
      case 'workload':
        return {
          id: nodeId('workload', cluster, namespace, workload),
          kind: 'workload',
          cluster,
          namespace,
          name: workload,
          app,
          version,
          workload,
          ...own,
        }
      case 'app':
        return {
          id: nodeId('app', cluster, namespace, app),
          kind: 'app',
          cluster,
          namespace,
          name: app,
          app,
          ...own,
        }
      case 'service':
        if (service !== undefined) return serviceSeed(service.ref)
        return {
          id: nodeId('workload', cluster, namespace, workload),
          kind: 'workload',
          cluster,
          namespace,
          name: workload,
          workload,
        }
      case 'versioned-app':
        if (service !== undefined) return versionSeed(service.ref, version)
        return {
          id: nodeId('version', cluster, namespace, app, version),
          kind: 'version',
          cluster,
          namespace,
          name: app,
          app,
          version,
        }
    }
  }

  const service = (row: TrafficRow): { seed: NodeSeed; known?: KnownService } => {
    const { service: asked, source, destination } = row
    const index = indexOf(asked.cluster === unknown ? source.cluster : asked.cluster)
    const cluster = index?.cluster ?? asked.cluster
    const known = index?.find(asked.namespace, asked.name)
    if (known !== undefined) return { seed: serviceSeed(known.ref, known.gateway), known }
    const reached = destination.workload !== unknown
    const external = index?.externalHosts.has(asked.host) === true || passthrough.test(asked.name)
    if (
      external ||
      (!reached && asked.host.includes('.') && !/\.svc(\.|$)/.test(asked.host) && asked.name === asked.host)
    ) {
      const name = asked.name === unknown ? asked.host : asked.name
      const namespace = asked.namespace === unknown ? '' : asked.namespace
      return { seed: { id: nodeId('external', cluster, name), kind: 'external', cluster, namespace, name } }
    }
    // A missing service name: the workload that was reached says which service it stands behind.
    const behind = index?.ofWorkload(destination.namespace, destination.workload)
    if (asked.name === unknown && behind !== undefined)
      return { seed: serviceSeed(behind.ref, behind.gateway), known: behind }
    if (asked.name === unknown && !reached)
      return {
        seed: {
          id: nodeId(unknown, cluster, 'destination'),
          kind: 'unknown',
          cluster,
          namespace: '',
          name: 'Unknown service',
        },
      }
    const name = asked.name === unknown ? destination.app : asked.name
    const namespace = asked.namespace === unknown ? destination.namespace : asked.namespace
    return { seed: serviceSeed({ cluster, namespace, name }) }
  }

  /** What took the request, where something did; never for services shown as one node. */
  const target = (row: TrafficRow, of: { seed: NodeSeed; known?: KnownService }): NodeSeed | undefined => {
    const { destination } = row
    if (destination.workload === unknown && destination.app === unknown) return undefined
    if (of.seed.kind !== 'service' || level === 'service') return undefined
    if (level === 'versioned-app') return versionSeed(of.seed, destination.version)
    return place(destination, indexOf(destination.cluster)?.cluster ?? of.seed.cluster, of.known)
  }

  return { caller, service, target }
}
