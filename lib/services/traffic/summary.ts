import type { Route, Rule } from '../../domain/traffic/model'

/** What `before` and `after` of an operation hold of a rule. */
const summary = (rule: Rule) => ({
  weights: Object.fromEntries(rule.destinations.map((destination) => [destination.key, destination.weight])),
  mirrors: rule.mirrors.map(({ to, percent }) => ({ to, percent })),
  ...(rule.fault ? { fault: rule.fault } : {}),
})

/** What before and after mean in operations and in the audit log: one rule, or every rule of a route by its id. */
export function summaryOf(route: Route, rule: string | undefined): unknown {
  if (rule === undefined)
    return {
      rules: Object.fromEntries(
        route.rules.map((each) => [each.id, { ...summary(each), match: each.match }] as const),
      ),
    }
  const found = route.rules.find(({ id }) => id === rule)
  return found ? summary(found) : null
}
