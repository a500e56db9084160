import type { RouteReports } from '@/lib/domain/ports'
import type { TraefikApi } from './api-client'
import { disabledRules } from './traefik-api'

/** What Traefik's own API says about IngressRoutes, which have no status in the cluster. */
export function traefikReports(api: TraefikApi): RouteReports {
  return {
    dataPlane: 'traefik',
    refused: (view) => {
      const routers = api.routers()
      return routers === undefined
        ? undefined
        : disabledRules(view, routers).map(({ route, match, errors }) => ({
            route,
            words: `${match}: ${errors.join('; ')}`,
          }))
    },
    health: () => api.health(),
  }
}
