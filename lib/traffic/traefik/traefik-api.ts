import type { ClusterView } from '@/lib/domain/kube'
import { arrayOf, objectOf, stringOf, stringsOf } from '@/lib/domain/traffic/untyped'
import { routerLabel } from './labels'
import { routeIdOf } from './read-routes'
import { allRoutes } from './route-index'

/** A rule that Traefik took from the cluster and cannot run: requests to it get 404. */
export interface DisabledRule {
  namespace: string
  ingressRoute: string
  /** Ids as `readRoutes` gives them. */
  route: string
  rule: string
  match: string
  errors: string[]
}

/**
 * The rules of IngressRoutes that the answer of Traefik's `GET /api/http/routers` calls disabled, with its reasons.
 * Routers are known by the names that they must have; others, of other providers, are left out.
 */
export function disabledRules(view: ClusterView, answer: unknown): DisabledRule[] {
  const disabled = new Map<string, string[]>()
  for (const router of arrayOf(answer)) {
    const { name, status, error } = objectOf(router)
    const text = stringOf(name)
    if (text !== undefined && status === 'disabled') disabled.set(text, stringsOf(error))
  }
  return allRoutes(view).flatMap(({ ingressRoute, rules }) => {
    const { object, namespace, name } = ingressRoute
    return rules.flatMap(({ id, written: { match } }): DisabledRule[] => {
      const errors = disabled.get(routerLabel(namespace, name, match))
      if (errors === undefined) return []
      return [{ namespace, ingressRoute: name, route: routeIdOf(object), rule: id, match, errors }]
    })
  })
}
