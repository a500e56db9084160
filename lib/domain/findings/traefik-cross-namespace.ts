import { refOf } from '../kube'
import { findingRule } from './finding-rule'
import { routedEntries } from './reading/traefik-services'

export const traefikCrossNamespace = findingRule({
  code: 'traefik-cross-namespace',
  severity: 'warning',
  title: 'Traefik routes to Services of another namespace',
  explanation:
    'Unless allowCrossNamespace is set, Traefik refuses the reference and answers the route with 404.',
  remedy: 'Set providers.kubernetesCRD.allowCrossNamespace, or put the route beside the Service.',
  docs: 'https://doc.traefik.io/traefik/reference/install-configuration/providers/kubernetes/kubernetes-crd/',
  find: ({ view, routes }) =>
    routedEntries(view, routes)
      .filter(({ entry: { namespace, holder } }) => namespace !== holder.metadata.namespace)
      .map(({ entry: { kind, namespace, name, holder } }) => ({
        title: `${holder.metadata.name} sends to ${kind} ${name} in ${namespace}`,
        objects: [refOf(holder)],
      })),
})
