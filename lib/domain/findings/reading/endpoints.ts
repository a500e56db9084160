import type { ClusterView, KubeObject } from '../../kube'
import { arrayOf, objectOf } from '../../traffic/untyped'
import { oncePerList } from './memory'
import { isReady, podsWith, selectorOf } from './pods'

const slicesByService = oncePerList((slices) => {
  const found = new Map<string, KubeObject[]>()
  for (const slice of slices) {
    const name = slice.metadata.labels?.['kubernetes.io/service-name']
    if (name !== undefined) found.set(name, [...(found.get(name) ?? []), slice])
  }
  return found
})

/** True when a Service has an endpoint that may get requests; by its pods where no EndpointSlice tells. */
export function hasEndpoints(view: ClusterView, service: KubeObject): boolean {
  const { namespace = '', name } = service.metadata
  const slices = slicesByService(view.list('endpointslices', namespace)).get(name)
  if (slices !== undefined) return slices.some(({ endpoints }) => arrayOf(endpoints).some(serves))
  const selector = selectorOf(service)
  return selector === undefined || podsWith(view, namespace, selector).some(isReady)
}

/** Absent conditions mean yes, as the API says. */
function serves(endpoint: unknown): boolean {
  const { ready, serving } = objectOf(objectOf(endpoint).conditions)
  return (serving ?? ready) !== false
}
