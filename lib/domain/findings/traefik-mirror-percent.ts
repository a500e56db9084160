import { refOf } from '../kube'
import { findingRule } from './finding-rule'
import { routedEntries } from './reading/traefik-services'

/** The API server accepts any number; measured on Traefik 3.6: the route is gone. */
export const traefikMirrorPercent = findingRule({
  code: 'traefik-mirror-percent',
  severity: 'blocking',
  title: 'Traefik mirrors with a share below 0 or above 100 percent',
  explanation: 'Traefik drops a mirror that it cannot run, and answers all requests of the route with 404.',
  remedy: 'Set the percent of the mirror to a number from 0 to 100.',
  docs: 'https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/http/traefikservice/',
  find: ({ view, routes }) =>
    routedEntries(view, routes)
      .filter(({ entry: { mirrored = 0 } }) => mirrored < 0 || mirrored > 100)
      .map(({ entry: { name, mirrored = 0, holder } }) => ({
        title: `${holder.metadata.name} mirrors ${mirrored} % to ${name}`,
        objects: [refOf(holder)],
      })),
})
