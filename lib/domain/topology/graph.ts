import { circuitBreakers, serviceBadges } from './badges'
import { desiredShares, mirroredShares } from './desired'
import { createEdgeSums, type EdgeSums } from './edges'
import type { Graph, GraphInput, Place } from './graph-model'
import { serviceSeed, versionSeed, type NodeSeed } from './node-seed'
import { finishNodes } from './nodes'
import { pathOf, placeRows, type PlacedRow } from './place-rows'
import { failuresOf, selectRows } from './select-rows'
import { indexServices, serviceKey, type KnownService } from './service-index'

/** The topology at one moment, from rows of traffic and the objects of the clusters; pure. Shape: API.md "Graph". */
export function buildGraph(input: GraphInput): Graph {
  const { snapshot, level, now } = input
  const indexes = new Map(input.clusters.map((cluster) => [cluster.view.cluster, indexServices(cluster)]))
  const seeds = new Map<string, NodeSeed>()
  const hidden = new Set<string>()
  const sees = memoised(input.visible)

  /** Takes a node in, with the box that holds it, or counts it as hidden. */
  const admit = (seed: NodeSeed): void => {
    if (seeds.has(seed.id) || hidden.has(seed.id)) return
    if (mayBeSeen(seed, sees)) seeds.set(seed.id, seed)
    else hidden.add(seed.id)
    if (seed.parent === undefined) return
    const { cluster, namespace, service = seed.name } = seed
    admit(serviceSeed({ cluster, namespace, name: service }))
  }

  const sums = createEdgeSums()
  const placed = placeRows(snapshot.rows, level, indexes)
  const { counted, duplicates } = selectRows(placed)
  for (const one of counted) addRow(one, level, sums, admit)
  for (const { row, from, service, target } of duplicates) {
    const [first, second] = pathOf(level, service, target)
    sums.learnMtls(from.id, first.id, row)
    if (second !== undefined) sums.learnMtls(first.id, second.id, row)
  }
  if (level === 'versioned-app' || level === 'service') {
    const mirrored = mirroredRates(counted, duplicates)
    for (const index of indexes.values()) {
      for (const service of index.services.values()) addService(service, level, sums, admit, mirrored)
    }
  }

  const edges = sums.edges()
  return {
    at: snapshot.at,
    window: snapshot.window,
    source: snapshot.source,
    age: Math.max(0, (now.getTime() - Date.parse(snapshot.at)) / 1000),
    stale: snapshot.stale || snapshot.partial,
    level,
    nodes: finishNodes(seeds.values(), edges, {
      windowSeconds: snapshot.window,
      releases: input.releases,
      serviceOf: ({ cluster, namespace, service }) =>
        service === undefined
          ? undefined
          : indexes.get(cluster)?.services.get(serviceKey(namespace, service)),
      badgesOf: badgeReader(input),
      meshed: (cluster) => indexes.get(cluster)?.meshed === true,
    }),
    // What a hidden caller sends counts in the sums of the nodes that are seen, and is drawn nowhere.
    edges: edges.filter(({ from, to }) => seeds.has(from) && seeds.has(to)),
    hidden: hidden.size,
    staleParts: snapshot.staleParts,
    routes: input.routes ?? 'live',
  }
}

function addRow(
  { row, from, service, target }: PlacedRow,
  level: Graph['level'],
  sums: EdgeSums,
  admit: (seed: NodeSeed) => void,
): void {
  const [first, second] = pathOf(level, service, target)
  admit(from)
  admit(first)
  sums.add(from.id, first.id, service.id, row)
  if (second === undefined) return
  admit(second)
  sums.add(first.id, second.id, service.id, row)
}

/** What the routes of a service want, and its versions without traffic. */
function addService(
  service: KnownService,
  level: Graph['level'],
  sums: EdgeSums,
  admit: (seed: NodeSeed) => void,
  mirrored: ReadonlyMap<string, { rate: number; failures: number }>,
): void {
  if (service.gateway || (service.versions.length === 0 && service.routes.length === 0)) return
  const own = serviceSeed(service.ref)
  admit(own)
  if (level === 'service') return
  const desired = desiredShares(service.routes)
  for (const version of new Set([...service.versions.map((one) => one.version), ...desired.keys()])) {
    const seed = versionSeed(service.ref, version)
    admit(seed)
    const percent = desired.get(version)
    if (percent !== undefined) sums.desire(own.id, seed.id, percent)
  }
  for (const [version, percent] of mirroredShares(service.routes)) {
    const seed = versionSeed(service.ref, version)
    const { rate, failures } = mirrored.get(seed.id) ?? { rate: 0, failures: 0 }
    if (percent === 0) continue
    admit(seed)
    sums.mirror(own.id, seed.id, percent, rate, failures)
  }
}

/** Copies are counted by the version's own proxy alone: what it saw of known callers beyond what these sent. */
function mirroredRates(
  counted: readonly PlacedRow[],
  duplicates: readonly PlacedRow[],
): Map<string, { rate: number; failures: number }> {
  const beyond = new Map<string, { rate: number; failures: number }>()
  const add = ({ target, row }: PlacedRow, sign: 1 | -1) => {
    if (target === undefined || row.protocol === 'tcp') return
    const sum = beyond.get(target.id) ?? { rate: 0, failures: 0 }
    sum.rate += sign * row.rate
    sum.failures += sign * failuresOf(row)
    beyond.set(target.id, sum)
  }
  for (const one of duplicates) if (one.row.reporter === 'destination') add(one, 1)
  for (const one of counted) if (one.row.reporter !== 'destination') add(one, -1)
  for (const sum of beyond.values()) {
    sum.rate = Math.max(0, sum.rate)
    sum.failures = Math.min(sum.rate, Math.max(0, sum.failures))
  }
  return beyond
}

function badgeReader(input: GraphInput): (service: KnownService) => string[] {
  const { clusters, drifted = () => false, findingMark = () => undefined } = input
  const breakers = new Map(clusters.map(({ view }) => [view.cluster, circuitBreakers(view)]))
  return (service) => {
    const { cluster, namespace, name } = service.ref
    return serviceBadges(service, {
      breakers: breakers.get(cluster)?.has(serviceKey(namespace, name)) === true,
      drifted: drifted(service.ref),
      finding: findingMark(service.ref),
    })
  }
}

function mayBeSeen(
  { kind, cluster, namespace, service }: NodeSeed,
  sees: (place: Place) => boolean,
): boolean {
  if (kind === 'unknown' || (kind === 'external' && namespace === '')) return true
  return sees({ cluster, namespace, ...(service === undefined ? {} : { service }) })
}

function memoised(visible: (place: Place) => boolean): (place: Place) => boolean {
  const known = new Map<string, boolean>()
  return (place) => {
    const key = `${place.cluster}/${place.namespace}/${place.service ?? ''}`
    let answer = known.get(key)
    if (answer === undefined) {
      answer = visible(place)
      known.set(key, answer)
    }
    return answer
  }
}
