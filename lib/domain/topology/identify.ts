import { nodeId, serviceSeed, versionSeed, type NodeSeed } from './node-seed'
import type { GraphLevel } from './graph-model'
import { isUnknownCaller } from './select-rows'
import type { KnownService, ServiceIndex } from './service-index'
import type { Party, TrafficRow } from './traffic'

/** A caller; one object for each, so that rows of one caller are known by identity. */
export interface Caller {
  seed: NodeSeed
}

/** What was asked for, and what took the request where something did. */
export interface Reached {
  service: NodeSeed
  target: NodeSeed | undefined
}

interface Asked {
  seed: NodeSeed
  known?: KnownService
}

const unknown = 'unknown'
/** Names that Istio gives to traffic for no known service. */
const passthrough = /^(PassthroughCluster|BlackHoleCluster|InboundPassthrough\w*)$/

/**
 * Finds the nodes that rows speak of; `indexOf` takes telemetry's name of a cluster. Remembers the objects of rows by
 * identity, which telemetry sources share between rows, so that a mesh of thousands of edges is named once.
 */
export function createIdentify(level: GraphLevel, indexOf: (cluster: string) => ServiceIndex | undefined) {
  const callers = new Map<string, Caller>()
  const callersByParty = new Map<Party, Caller>()
  const asked = new Map<string, Asked>()
  const reachedBy = new Map<TrafficRow['service'], Map<Party, Reached>>()

  const findCaller = (row: TrafficRow): Caller => {
    const { source } = row
    if (isUnknownCaller(row)) {
      const cluster = indexOf(row.service.cluster)?.cluster ?? row.service.cluster
      return shared(callers, nodeId(unknown, cluster), (id) => ({
        seed: { id, kind: 'unknown', cluster, namespace: '', name: 'Unknown callers' },
      }))
    }
    const key = nodeId(source.cluster, source.namespace, source.workload, source.app, source.version)
    return shared(callers, key, () => {
      const index = indexOf(source.cluster)
      const service = index?.ofWorkload(source.namespace, source.workload)
      return { seed: place(level, source, index?.cluster ?? source.cluster, service) }
    })
  }

  const findAsked = (row: TrafficRow): Asked => {
    const { service, source } = row
    const found = askedFor(row, indexOf(service.cluster === unknown ? source.cluster : service.cluster))
    return shared(asked, found.seed.id, () => found)
  }

  return {
    caller(row: TrafficRow): Caller {
      if (isUnknownCaller(row)) return findCaller(row)
      return shared(callersByParty, row.source, () => findCaller(row))
    },
    target(row: TrafficRow): Reached {
      const { service, destination } = row
      // Without a cluster of its own, a service is looked for in its caller's.
      if (service.cluster === unknown) return reached(level, row, findAsked(row), indexOf)
      const byParty = shared(reachedBy, service, () => new Map<Party, Reached>())
      return shared(byParty, destination, () => reached(level, row, findAsked(row), indexOf))
    },
  }
}

function shared<Key, Value>(map: Map<Key, Value>, key: Key, make: (key: Key) => Value): Value {
  let value = map.get(key)
  if (value === undefined) {
    value = make(key)
    map.set(key, value)
  }
  return value
}

/** The node of a workload at a level; a gateway is one node at all of them. */
function place(
  level: GraphLevel,
  party: Party,
  cluster: string,
  service: KnownService | undefined,
): NodeSeed {
  const { namespace, version } = party
  const workload = party.workload === unknown ? party.app : party.workload
  const app = party.app === unknown ? workload : party.app
  const own = service === undefined ? {} : { service: service.ref.name }
  const here = { cluster, namespace }
  if (service?.gateway === true || (service === undefined && /(^traefik|(ingress|egress)gateway)$/.test(app)))
    return serviceSeed(service?.ref ?? { ...here, name: app }, true)
  const asWorkload: NodeSeed = {
    id: nodeId('workload', cluster, namespace, workload),
    kind: 'workload',
    ...here,
    name: workload,
    app,
    version,
    workload,
    ...own,
  }
  switch (level) {
    case 'workload':
      return asWorkload
    case 'app':
      return { id: nodeId('app', cluster, namespace, app), kind: 'app', ...here, name: app, app, ...own }
    case 'service':
      return service === undefined ? asWorkload : serviceSeed(service.ref)
    case 'versioned-app':
      if (service !== undefined) return versionSeed(service.ref, version)
      return {
        id: nodeId('version', cluster, namespace, app, version),
        kind: 'version',
        ...here,
        name: app,
        app,
        version,
      }
  }
}

function askedFor({ service, destination }: TrafficRow, index: ServiceIndex | undefined): Asked {
  const cluster = index?.cluster ?? service.cluster
  const known = index?.find(service.namespace, service.name)
  if (known !== undefined) return { seed: serviceSeed(known.ref, known.gateway), known }
  const reachedPod = destination.workload !== unknown
  if (isExternal(service, reachedPod, index)) {
    const name = service.name === unknown ? service.host : service.name
    const namespace = service.namespace === unknown ? '' : service.namespace
    return { seed: { id: nodeId('external', cluster, name), kind: 'external', cluster, namespace, name } }
  }
  if (service.name !== unknown) {
    const namespace = service.namespace === unknown ? destination.namespace : service.namespace
    return { seed: serviceSeed({ cluster, namespace, name: service.name }) }
  }
  // A missing service name: the workload that was reached says which service it stands behind.
  const behind = index?.ofWorkload(destination.namespace, destination.workload)
  if (behind !== undefined) return { seed: serviceSeed(behind.ref, behind.gateway), known: behind }
  if (reachedPod)
    return { seed: serviceSeed({ cluster, namespace: destination.namespace, name: destination.app }) }
  const id = nodeId(unknown, cluster, 'destination')
  return { seed: { id, kind: 'unknown', cluster, namespace: '', name: 'Unknown service' } }
}

function isExternal(
  service: TrafficRow['service'],
  reachedPod: boolean,
  index: ServiceIndex | undefined,
): boolean {
  if (passthrough.test(service.name) || index?.externalHosts.has(service.host) === true) return true
  const outside = service.host.includes('.') && !/\.svc(\.|$)/.test(service.host)
  return outside && !reachedPod && service.name === service.host
}

function reached(
  level: GraphLevel,
  { destination }: TrafficRow,
  { seed, known }: Asked,
  indexOf: (cluster: string) => ServiceIndex | undefined,
): Reached {
  const nothing = destination.workload === unknown && destination.app === unknown
  if (nothing || seed.kind !== 'service' || level === 'service') return { service: seed, target: undefined }
  if (level === 'versioned-app') return { service: seed, target: versionSeed(seed, destination.version) }
  const cluster = indexOf(destination.cluster)?.cluster ?? seed.cluster
  return { service: seed, target: place(level, destination, cluster, known) }
}
