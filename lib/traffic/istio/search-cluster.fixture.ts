import type { JsonPatch } from '@/lib/domain/kube'
import type { Move, Rule } from '@/lib/domain/traffic/model'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import {
  deployment,
  destinationRule,
  MemoryCluster,
  service,
  virtualService,
} from '../memory-cluster.fixture'
import { istioRouter } from './router'

/** A service `search` with versions v1 and v2 and one rule `main`, for tests of moves. */

export const search = { cluster: 'test', namespace: 'shop', name: 'search' }
export const v1 = { host: 'search', subset: 'v1' }
export const v2 = { host: 'search', subset: 'v2' }

/** The cluster with this rule, subsets for the versions named and other objects besides. */
export function clusterWith(rule: object, known?: string[], extra?: Parameters<typeof clusterOf>[2]) {
  return clusterOf({ hosts: ['search'], http: [{ name: 'main', ...rule }] }, known, extra)
}

/** The same with a whole spec. */
export function clusterOf(
  spec: unknown,
  known: string[] = ['v1', 'v2'],
  extra: Parameters<MemoryCluster['put']>[0][] = [],
) {
  return new MemoryCluster([
    service('shop', 'search', { app: 'search' }),
    ...deployment('shop', 'search-v1', { app: 'search', version: 'v1' }, 2),
    ...deployment('shop', 'search-v2', { app: 'search', version: 'v2' }, 1),
    ...(known.length > 0 ? [destinationRule('shop', 'search', known)] : []),
    virtualService('shop', 'search', spec),
    ...extra,
  ])
}

export function plan(cluster: MemoryCluster, move: Move): PlannedWrite[] {
  return istioRouter.plan(cluster.view, search, 'vs~shop~search', move)
}

/** The patch of the first write of a move. */
export function patchOf(cluster: MemoryCluster, move: Move): JsonPatch | undefined {
  return plan(cluster, move)[0]?.patch
}

export function rulesOf(cluster: MemoryCluster): Rule[] {
  return istioRouter.readRoutes(cluster.view, search)[0]?.rules ?? []
}
