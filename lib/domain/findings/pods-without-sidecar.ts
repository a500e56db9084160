import { findingRule } from './finding-rule'
import { inMesh, namespaceInjected } from './reading/mesh'
import { workloadsOf } from './reading/workloads'

/** Where no pod is in the mesh, the namespace's own finding says so. */
export const podsWithoutSidecar = findingRule({
  code: 'pods-without-sidecar',
  severity: 'warning',
  title: 'pods without the mesh’s proxy among pods that have it',
  explanation:
    'These pods started before the namespace was labelled, or refuse the proxy: they are neither measured nor encrypted, and send by no rule.',
  remedy:
    'Restart them (kubectl rollout restart), or remove sidecar.istio.io/inject=false from their template.',
  docs: 'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/',
  find: (input) => {
    const workloads = workloadsOf(input)
    const some = workloads.some(({ injected }) => injected)
    if (!some && !namespaceInjected(input.view, input.service.namespace)) return []
    if (!inMesh(input)) return []
    return workloads
      .filter(({ injected, desired }) => !injected && desired > 0)
      .map(({ ref }) => ({ title: `${ref.name} runs without the mesh’s proxy`, objects: [ref] }))
  },
})
