import type { KindId, KubeObject } from '@/lib/domain/kube'
import type { GraphCluster } from '@/lib/domain/topology/graph-model'
import { meshOf, object, version, type SampleService } from '@/lib/domain/topology/sample-mesh'

/** A cluster with services of one version v1 each (`namespace/name`), and what else it has. */
export function mesh(
  names: readonly string[],
  more: Record<string, SampleService> = {},
  objects: Partial<Record<KindId, KubeObject[]>> = {},
): readonly GraphCluster[] {
  const services = names.map((name): [string, SampleService] => [
    name,
    { versions: [version(name.split('/')[1] ?? '', 'v1')] },
  ])
  return [meshOf({ ...Object.fromEntries(services), ...more }, objects)]
}

/** A gateway of Istio's charts: Service and Deployment of one name. */
export function gatewayService(name: string, selector: Record<string, string>): SampleService {
  const workloads = [{ name, ready: 1, desired: 1 }]
  return { selector, versions: [version('', 'latest', { workloads })] }
}

/** A waypoint as `istioctl waypoint apply` makes it. */
export function waypoint(name: string, namespace = 'shop') {
  return {
    service: {
      [`${namespace}/${name}`]: gatewayService(name, { 'gateway.networking.k8s.io/gateway-name': name }),
    },
    objects: { k8sgateways: [object('Gateway', namespace, name, { gatewayClassName: 'istio-waypoint' })] },
  }
}
