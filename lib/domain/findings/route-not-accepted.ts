import { findingRule } from './finding-rule'
import { routeRef } from './reading/references'

/** Types of conditions in words; PartiallyInvalid is given as not right where it holds. */
const words: Readonly<Record<string, string>> = {
  Accepted: 'does not accept',
  ResolvedRefs: 'cannot find what it needs for',
  PartiallyInvalid: 'leaves out a part of',
}

/** A condition of an older generation says nothing of what is there now. */
export const routeNotAccepted = findingRule({
  code: 'route-not-accepted',
  severity: 'blocking',
  title: 'routes that their gateway refuses',
  explanation:
    'The gateway does not serve this route as it is written, so a move of its weights has no effect.',
  remedy: 'Correct what the condition names.',
  docs: 'https://gateway-api.sigs.k8s.io/guides/implementers/#conditions',
  find: ({ view, routes }) =>
    routes.flatMap((route) =>
      (route.conditions ?? [])
        .filter(({ ok, stale }) => !ok && !stale)
        .map(({ parent, type, reason, message }) => ({
          title: `${parent} ${words[type] ?? `objects by ${type} to`} ${route.name}: ${reason}`,
          ...(type === 'PartiallyInvalid' ? { severity: 'warning' as const } : {}),
          ...(message === '' ? {} : { detail: message }),
          objects: [routeRef(view, route)],
        })),
    ),
})
