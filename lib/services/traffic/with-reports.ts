import type { ClusterView } from '../../domain/kube'
import type { RouteReports } from '../../domain/ports'
import type { Route } from '../../domain/traffic/model'

/**
 * Routes with what their data plane's own API says of them, where the cluster itself reports nothing. While that API
 * has not answered the routes stay as they are, which says that nothing is known.
 */
export function withReports(
  reports: readonly RouteReports[],
  view: ClusterView,
  routes: readonly Route[],
): Route[] {
  return reports.reduce<Route[]>(
    (all, { dataPlane, refused }) => {
      if (!all.some((route) => route.dataPlane === dataPlane)) return all
      const found = refused(view)
      if (found === undefined) return all
      return all.map((route) => {
        if (route.dataPlane !== dataPlane) return route
        const words = found.filter((one) => one.route === route.id).map((one) => one.words)
        const ok = words.length === 0
        const condition = {
          parent: dataPlane,
          type: 'Accepted',
          ok,
          reason: ok ? 'Enabled' : 'Disabled',
          message: words.join('; '),
          stale: false,
        }
        const badges = (route.badges ?? []).filter(({ kind }) => kind !== 'no-status')
        return { ...route, badges, conditions: [condition] }
      })
    },
    [...routes],
  )
}
