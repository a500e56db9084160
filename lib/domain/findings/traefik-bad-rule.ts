import { arrayOf, objectOf, stringOf } from '../traffic/untyped'
import { findingRule } from './finding-rule'
import { isTraefikRule } from './reading/traefik-rule'
import { routeObject, routeRef } from './reading/references'

/** IngressRoutes have no status, so that nothing in the cluster tells; only Traefik's own API does. */
export const traefikBadRule = findingRule({
  code: 'traefik-bad-rule',
  severity: 'blocking',
  title: 'Traefik rules that cannot be read',
  explanation: 'The API server accepts the rule, Traefik does not: it answers the requests with 404.',
  remedy: 'Correct the text of the rule, such as Host(`shop.example.com`) && PathPrefix(`/cart`).',
  docs: 'https://doc.traefik.io/traefik/reference/routing-configuration/http/routing/rules-and-priority/',
  find: ({ view, routes }) =>
    routes
      .filter(({ dataPlane }) => dataPlane === 'traefik')
      .flatMap((route) =>
        arrayOf(objectOf(routeObject(view, route)?.spec).routes)
          .map(objectOf)
          .filter(({ syntax }) => (stringOf(syntax) ?? 'v3') === 'v3')
          .map(({ match }) => stringOf(match) ?? '')
          .filter((match) => !isTraefikRule(match))
          .map((match) => ({
            title: `Traefik cannot read the rule ${match === '' ? '(empty)' : match} of ${route.name}`,
            objects: [routeRef(view, route)],
          })),
      ),
})
