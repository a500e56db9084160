import { findingRule } from './finding-rule'
import { routeRef } from './reading/references'
import { ruledRoutes } from './reading/routes'

export const splitUndoneBySync = findingRule({
  code: 'split-undone-by-sync',
  severity: 'warning',
  title: 'routes that a deployment tool writes again',
  explanation:
    'At its next sync or upgrade the tool puts back the weights that its source says, in the midst of a release.',
  remedy:
    'Tell the tool to leave the weights alone (Argo CD: ignoreDifferences; Flux: reconcile disabled for the object), or release by commits.',
  docs: 'https://argo-cd.readthedocs.io/en/stable/user-guide/diffing/',
  find: (input) =>
    ruledRoutes(input).flatMap((route) => {
      const { owner } = route
      if (owner === undefined || owner.drives === true) return []
      return {
        title: `${owner.tool} keeps ${route.name} (${owner.name})`,
        detail: owner.note,
        objects: [routeRef(input.view, route)],
      }
    }),
})
