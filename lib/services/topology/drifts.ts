import type { GraphCluster } from '../../domain/topology/graph-model'
import type { ChangeStore } from '../../domain/live-stores'
import type { LiveBus } from '../../domain/ports'
import type { Route, ServiceRef } from '../../domain/traffic/model'
import type { OperationRecord } from '../../domain/traffic/operation'
import type { MarkedRelease } from './live-releases'

/** Which services have a route that differs from what Aviary left, by somebody else's hand. */
export interface Drifts {
  /** Waits for what was left to have been read once. */
  ready(): Promise<void>
  among(
    clusters: readonly GraphCluster[],
    releases: readonly MarkedRelease[],
  ): (service: ServiceRef) => boolean
  /** Another one when another operation has left a route. */
  readonly revision: number
}

const keyOf = ({ cluster, namespace, name }: ServiceRef) => `${cluster}/${namespace}/${name}`

/** Reads what the last operations left once, and then hears of each. A live release knows its routes better. */
export function createDrifts(store: Pick<ChangeStore, 'left'>, bus: LiveBus): Drifts {
  /** By service, then by route. */
  const left = new Map<string, Map<string, string>>()
  let read: Promise<void> | undefined
  let revision = 0

  const routesLeft = (service: ServiceRef) => {
    const routes = left.get(keyOf(service)) ?? new Map<string, string>()
    left.set(keyOf(service), routes)
    return routes
  }
  const load = async () => {
    for (const { service, route, revision: at } of await store.left()) {
      // What was heard of meanwhile is younger.
      const routes = routesLeft(service)
      if (!routes.has(route)) routes.set(route, at)
    }
    revision += 1
  }
  bus.subscribe((_id, frame) => {
    if (frame.event !== 'operation') return
    const { service, route, revision: at, outcome }: OperationRecord = frame.data.operation
    if (outcome !== 'applied' || route === undefined) return
    routesLeft(service).set(route, at)
    revision += 1
  })

  return {
    ready: async () => {
      // Without the database graphs are drawn all the same, and the next one asks again.
      read ??= load().catch(() => {
        read = undefined
      })
      await read
    },
    among: (clusters, releases) => {
      const byName = new Map(clusters.map((cluster) => [cluster.view.cluster, cluster]))
      const expected = new Map(
        releases.map(({ service, expected: routes }) => [
          keyOf(service),
          new Map(routes.map(({ route, revision: at }) => [route, at])),
        ]),
      )
      return (service) => {
        const known = [expected.get(keyOf(service)), left.get(keyOf(service))]
        if (known.every((routes) => routes === undefined)) return false
        const drifted = ({ id, revision: live, writer }: Route) => {
          const ours = known[0]?.get(id) ?? known[1]?.get(id)
          return ours !== undefined && ours !== live && writer?.manager !== 'aviary'
        }
        return byName.get(service.cluster)?.routesOf(service).some(drifted) ?? false
      }
    },
    get revision() {
      return revision
    },
  }
}
