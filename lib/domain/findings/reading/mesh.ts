import type { ClusterView } from '../../kube'
import type { FindingInput } from '../finding'
import { MESH_ROOT } from './destination-rules'
import { boundToMesh, ruledRoutes } from './routes'
import { workloadsOf } from './workloads'

/** True when new pods of a namespace join the mesh: by sidecar, by revision, or without sidecars (ambient). */
export function namespaceInjected(view: ClusterView, namespace: string): boolean {
  const labels = view.get('namespaces', '', namespace)?.metadata.labels ?? {}
  return (
    labels['istio-injection'] === 'enabled' ||
    ((labels['istio.io/rev'] ?? '') !== '' && labels['istio-injection'] !== 'disabled') ||
    labels['istio.io/dataplane-mode'] === 'ambient'
  )
}

/** Namespaces of the cluster itself and of the mesh, whose services are nobody's app. */
export function isSystemNamespace(namespace: string): boolean {
  return namespace.startsWith('kube-') || namespace === MESH_ROOT
}

/** True when the service is routed by Istio or its pods are in the mesh. */
export function inMesh(input: FindingInput): boolean {
  return (
    ruledRoutes(input).some((route) => route.dataPlane === 'istio' || boundToMesh(route)) ||
    workloadsOf(input).some(({ injected }) => injected)
  )
}
