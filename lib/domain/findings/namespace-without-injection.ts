import { refOf } from '../kube'
import { objectOf } from '../traffic/untyped'
import { findingRule } from './finding-rule'
import { inMesh, isSystemNamespace, namespaceInjected } from './reading/mesh'
import { ruledRoutes } from './reading/routes'
import { workloadsOf } from './reading/workloads'

/** Told once a namespace: warned where it has Istio's routes, else a hint for those who mean to use the mesh. */
export const namespaceWithoutInjection = findingRule({
  code: 'namespace-without-injection',
  severity: 'warning',
  title: 'namespaces whose new pods do not join the mesh',
  explanation:
    'New pods get no proxy of the mesh, so its rules do not hold for what they send, and nothing measures their traffic.',
  remedy:
    'Label the namespace istio-injection=enabled, istio.io/rev=<revision>, or istio.io/dataplane-mode=ambient, and restart the pods.',
  docs: 'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/',
  find: (input) => {
    const { view, service } = input
    const home = view.get('namespaces', '', service.namespace)
    if (home === undefined || !view.has('virtualservices') || isSystemNamespace(service.namespace)) return []
    if (namespaceInjected(view, service.namespace)) return []
    const workloads = workloadsOf(input)
    if (workloads.length === 0 || workloads.every(({ injected }) => injected)) return []
    const routed = view.list('virtualservices', service.namespace).length > 0
    const declined = home.metadata.labels?.['istio-injection'] === 'disabled'
    const elsewhere = ruledRoutes(input).length > 0 && !inMesh(input)
    // What is reached from outside by itself is no app of the mesh: a gateway of another kind, most often.
    const { type = 'ClusterIP' } = objectOf(view.get('services', service.namespace, service.name)?.spec)
    if (!routed && (declined || elsewhere || type !== 'ClusterIP')) return []
    return [
      {
        title: `Namespace ${service.namespace} does not take part in the mesh`,
        severity: routed ? 'warning' : 'hint',
        objects: [refOf(home)],
      },
    ]
  },
})
