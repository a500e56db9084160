import type { ClusterView } from '../../domain/kube'
import type { PlannedWrite } from '../../domain/traffic/operation'
import { arrayOf, objectOf } from '../../domain/traffic/untyped'
import type { ServiceContext } from '../context'

/** The controller fills the slices of a new Service within a second. */
const patienceMs = 10_000

/**
 * Waits until the cache sees a ready endpoint of the Service that a write made. A proxy that drops a route for one empty
 * Service must not hear of it before.
 */
export async function awaitEndpoints(
  ctx: Pick<ServiceContext, 'ports'>,
  cluster: string,
  { object }: PlannedWrite,
): Promise<boolean> {
  const { clusters } = ctx.ports
  const there = () => {
    const view = clusters.view(cluster)
    return view !== undefined && hasReadyEndpoint(view, object.namespace, object.name)
  }
  if (there()) return true
  return await new Promise((resolve) => {
    const finish = (answer: boolean) => {
      clearTimeout(timer)
      stop()
      resolve(answer)
    }
    const stop = clusters.onChange(() => {
      if (there()) finish(true)
    })
    const timer = setTimeout(() => finish(there()), patienceMs)
  })
}

/** An endpoint without conditions counts as ready (Kubernetes API, EndpointConditions). */
function hasReadyEndpoint(view: ClusterView, namespace: string, name: string): boolean {
  return view
    .list('endpointslices', namespace)
    .filter((slice) => slice.metadata.labels?.['kubernetes.io/service-name'] === name)
    .flatMap((slice) => arrayOf(slice.endpoints))
    .some((endpoint) => objectOf(objectOf(endpoint).conditions).ready !== false)
}
