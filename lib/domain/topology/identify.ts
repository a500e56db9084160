import { nodeId, serviceSeed, versionSeed, type NodeSeed } from './node-seed'
import type { GraphLevel } from './graph-model'
import { isUnknownCaller } from './select-rows'
import { asksFor, type CalledRow } from './asked-service'
import type { KnownService } from './known-service'
import type { ServiceIndex } from './service-index'
import { saysNothing, workloadKey } from './telling-parties'
import type { Party, TrafficRow } from './traffic'

/** A caller; one object for each, so that rows of one caller are known by identity. */
export interface Caller {
  seed: NodeSeed
  /** A waypoint, or a gateway between networks. */
  relay: boolean
}

/** What was asked for, and what took the request where something did. */
export interface Reached {
  /** The service asked for, by which reports are compared. */
  asked: NodeSeed
  /** The node that it went to: that service, or the gateway in front of it, which reports the rest of the way. */
  service: NodeSeed
  target: NodeSeed | undefined
  relay: boolean
}

const unknown = 'unknown'
/** Gateways and relays whose Services the cluster view lacks, as their charts name them. */
const gatewayApp = /(^traefik|(ingress|egress)gateway)$/
const relayName = /((^|-)waypoint|eastwestgateway)$/

/**
 * Finds the nodes that rows speak of; `indexOf` takes telemetry's name of a cluster. Remembers the objects of rows by
 * identity, which telemetry sources share between rows, so that a mesh of thousands of edges is named once.
 */
export function createIdentify(
  level: GraphLevel,
  indexOf: (cluster: string) => ServiceIndex | undefined,
  telling: ReadonlyMap<string, Party> = new Map(),
) {
  const callers = new Map<string, Caller>()
  const callersByParty = new Map<Party, Caller>()
  const asked = new Map<string, NodeSeed>()
  const reachedBy = new Map<TrafficRow['service'], Map<Party, Reached>>()

  const told = (party: Party): Party =>
    saysNothing(party.version) ? (telling.get(workloadKey(party) ?? '') ?? party) : party

  const findCaller = (row: CalledRow): Caller => {
    const source = told(row.source)
    if (isUnknownCaller(row)) {
      const cluster = indexOf(row.service.cluster)?.cluster ?? row.service.cluster
      return shared(callers, nodeId(unknown, cluster), (id) => ({
        seed: { id, kind: 'unknown', cluster, namespace: '', name: 'Unknown callers' },
        relay: false,
      }))
    }
    const { namespace, workload, app, version } = source
    const index = indexOf(source.cluster)
    const cluster = index?.cluster ?? source.cluster
    // Reporters name the app and the version of one workload differently.
    const named = workload === unknown ? [app, version] : [workload, saysNothing(version) ? '' : version]
    return shared(callers, nodeId(cluster, namespace, ...named), () => ({
      seed: place(level, source, cluster, index?.ofWorkload(namespace, workload)),
      relay: isRelay(source, index),
    }))
  }

  const findReached = (row: CalledRow): Reached => {
    const { service, source } = row
    const destination = told(row.destination)
    const index = indexOf(service.cluster === unknown ? source.cluster : service.cluster)
    const found = asksFor(row, index)
    const seed = shared(asked, found.seed.id, () => found.seed)
    const relay = isRelay(destination, index)
    const gateway =
      relay || seed.kind !== 'gateway' ? gatewayOf(destination, seed.cluster, index, relay) : undefined
    if (gateway !== undefined && gateway.id !== seed.id)
      return { asked: seed, service: gateway, target: undefined, relay }
    const cluster = indexOf(destination.cluster)?.cluster ?? seed.cluster
    const target = targetOf(level, destination, seed, cluster, found.known)
    return { asked: seed, service: seed, target, relay }
  }

  return {
    caller(row: CalledRow): Caller {
      if (isUnknownCaller(row)) return findCaller(row)
      return shared(callersByParty, row.source, () => findCaller(row))
    },
    target(row: CalledRow): Reached {
      const { service, destination } = row
      // Without a cluster or a namespace of its own, a service is looked for where its caller is.
      if (service.cluster === unknown || service.namespace === unknown) return findReached(row)
      const byParty = shared(reachedBy, service, () => new Map<Party, Reached>())
      return shared(byParty, destination, () => findReached(row))
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

function isRelay({ namespace, workload }: Party, index: ServiceIndex | undefined): boolean {
  if (workload === unknown) return false
  if (index?.relays.has(`${namespace}/${workload}`)) return true
  return index?.ofWorkload(namespace, workload) === undefined && relayName.test(workload)
}

/** The gateway that took a request, where one did. */
function gatewayOf(
  { namespace, workload, app }: Party,
  cluster: string,
  index: ServiceIndex | undefined,
  relay: boolean,
): NodeSeed | undefined {
  if (workload === unknown) return undefined
  const service = index?.ofWorkload(namespace, workload)
  if (service !== undefined) return service.gateway ? serviceSeed(service.ref, true) : undefined
  return relay || gatewayApp.test(app) ? serviceSeed({ cluster, namespace, name: workload }, true) : undefined
}

/** The node of a workload at a level; a gateway is one node at all of them. */
function place(
  level: GraphLevel,
  party: Party,
  cluster: string,
  service: KnownService | undefined,
): NodeSeed {
  const { namespace } = party
  const version = versionOf(party, service)
  const workload = party.workload === unknown ? party.app : party.workload
  const app = party.app === unknown ? workload : party.app
  const own = service === undefined ? {} : { service: service.ref.name }
  const here = { cluster, namespace }
  if (service?.gateway === true) return serviceSeed(service.ref, true)
  if (service === undefined && (gatewayApp.test(app) || relayName.test(workload)))
    return serviceSeed({ ...here, name: gatewayApp.test(app) ? app : workload }, true)
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

/** The version of a party; where telemetry was not told one, that of the only version that runs the workload. */
function versionOf({ workload, version }: Party, service: KnownService | undefined): string {
  if (service === undefined || !saysNothing(version)) return version
  if (service.versions.some((one) => one.version === version)) return version
  const running = service.versions.filter(({ workloads }) => workloads.some(({ name }) => name === workload))
  return running.length === 1 ? (running[0]?.version ?? version) : version
}

function targetOf(
  level: GraphLevel,
  destination: Party,
  seed: NodeSeed,
  cluster: string,
  known: KnownService | undefined,
): NodeSeed | undefined {
  const nothing = destination.workload === unknown && destination.app === unknown
  if (nothing || seed.kind !== 'service' || level === 'service') return undefined
  if (level === 'versioned-app') {
    if (destination.workload === unknown && saysNothing(destination.version)) return undefined
    return versionSeed(seed, versionOf(destination, known))
  }
  return place(level, destination, cluster, known)
}
