import { refOf, type ClusterView, type KubeObject } from '../kube'
import { arrayOf, isObject, objectOf, stringsOf } from '../traffic/untyped'
import { findingRule } from './finding-rule'
import { MESH_ROOT } from './reading/destination-rules'
import { fullHost, wildcardCovers } from './reading/hosts'
import { oncePerList } from './reading/memory'
import { inMesh } from './reading/mesh'
import { serviceRef } from './reading/references'

/** Only the Sidecar for all pods of the service's own namespace: whether callers elsewhere need it, no manifest says. */
export const sidecarHidesHost = findingRule({
  code: 'sidecar-hides-host',
  severity: 'warning',
  title: 'Services that a Sidecar hides from callers in their own namespace',
  explanation:
    'Proxies of that namespace do not know the service: its routes and subsets do not hold for their requests.',
  remedy: 'Add ./* or the service’s host to the egress hosts of the Sidecar.',
  docs: 'https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener',
  find: (input) => {
    const { view, service } = input
    const sidecar = sidecarOf(view, service.namespace)
    if (sidecar === undefined || !inMesh(input)) return []
    const hosts = egressHosts(sidecar)
    if (hosts === undefined || hosts.some((host) => shows(host, service))) return []
    return [
      {
        title: `Sidecar ${sidecar.metadata.name} hides ${service.name} from callers in ${service.namespace}`,
        objects: [refOf(sidecar), serviceRef(service)],
      },
    ]
  },
})

const forAllPods = oncePerList((sidecars) =>
  sidecars.find(({ spec }) => !isObject(objectOf(spec).workloadSelector)),
)

/** The Sidecar of a namespace's pods without one of their own: the namespace's, else the mesh's. */
function sidecarOf(view: ClusterView, namespace: string): KubeObject | undefined {
  return forAllPods(view.list('sidecars', namespace)) ?? forAllPods(view.list('sidecars', MESH_ROOT))
}

/** Undefined where the Sidecar leaves egress as it is. */
function egressHosts({ spec }: KubeObject): string[] | undefined {
  const egress = arrayOf(objectOf(spec).egress)
  return egress.length === 0 ? undefined : egress.flatMap((listener) => stringsOf(objectOf(listener).hosts))
}

/** `namespace/host`, with `.` for the caller's own namespace, `*` for all and `~` for none. */
function shows(entry: string, service: { namespace: string; name: string }): boolean {
  const [namespace = '', host = ''] = entry.split('/')
  if (namespace !== '*' && namespace !== '.' && namespace !== service.namespace) return false
  return host === fullHost(service) || wildcardCovers(host, fullHost(service))
}
