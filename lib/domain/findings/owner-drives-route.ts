import { findingRule } from './finding-rule'
import { routeRef } from './reading/references'

export const ownerDrivesRoute = findingRule({
  code: 'owner-drives-route',
  severity: 'warning',
  title: 'routes whose weights another controller sets',
  explanation: 'The controller takes back every weight that somebody else sets.',
  remedy: 'Release with that controller, or take the service out of its hands first.',
  docs: 'https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/',
  find: ({ view, routes }) =>
    routes.flatMap((route) => {
      const { owner } = route
      if (owner?.drives !== true) return []
      return {
        title: `${owner.tool} drives ${route.name} (${owner.name})`,
        detail: owner.note,
        objects: [routeRef(view, route)],
      }
    }),
})
