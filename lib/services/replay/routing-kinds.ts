import type { KindId } from '../../domain/kube'
import type { ClusterChange, ClusterHealth } from '../../domain/ports'
import { kindIdOf } from '../../domain/kind-id'

/** What routes are read from, besides pods: their coming and going is traffic, not routing. */
const routing: ReadonlySet<KindId> = new Set<KindId>([
  'services',
  'deployments',
  'virtualservices',
  'destinationrules',
  'httproutes',
  'grpcroutes',
  'tlsroutes',
  'tcproutes',
  'ingressroutes',
  'traefikservices',
])

/** Whether a change can be one of a route: status and metadata alone cannot. */
export function mayChangeRoutes({ type, object, previous }: ClusterChange): boolean {
  const kind = kindIdOf(object)
  if (kind === undefined || !routing.has(kind)) return false
  if (type !== 'modified' || previous === undefined) return true
  const [was, is] = [previous.metadata.generation, object.metadata.generation]
  if (was !== undefined && is !== undefined) return was !== is
  return JSON.stringify(previous.spec) !== JSON.stringify(object.spec)
}

/** Whether routes cannot be told yet, because a list that they are read from was never read. */
export function routingUnread({ synced, unread }: ClusterHealth): boolean {
  return !synced || unread.some((kind) => routing.has(kind))
}
