import { DomainError } from '../../domain/errors'
import type { ClusterView } from '../../domain/kube'
import type { ReleaseRecord } from '../../domain/release/release'
import { canaryPercent, leastCanaryPercent } from '../../domain/release/weights'
import type { Route, Rule, ServiceRef } from '../../domain/traffic/model'
import type { Ports } from '../context'
import { routesOf } from '../traffic/find-route'

export interface ReleaseRule {
  route: Route
  rule: Rule
}

/** The rules of the release as they are now; those that are gone are named in `missing`. */
export function rulesOf(
  ports: Ports,
  view: ClusterView,
  release: ReleaseRecord,
): { rules: ReleaseRule[]; missing: string[] } {
  const routes = routesOf(ports, view, release.service)
  const rules: ReleaseRule[] = []
  const missing: string[] = []
  for (const wanted of release.plan.rules) {
    const route = routes.find((candidate) => candidate.id === wanted.route)
    const rule = route?.rules.find((candidate) => candidate.id === wanted.rule)
    if (route && rule) rules.push({ route, rule })
    else missing.push(`${wanted.route}/${wanted.rule}`)
  }
  return { rules, missing }
}

/**
 * By default every rule that sends to the stable version and was not made by Aviary; where weights are fixed, those
 * that can be cut over. Throws `unsupported` where there is none.
 */
export function defaultRules(
  ports: Ports,
  view: ClusterView,
  service: ServiceRef,
  from: string,
): { route: string; rule: string }[] {
  const candidates = routesOf(ports, view, service).flatMap((route) =>
    route.rules
      .filter(
        ({ madeBy, destinations }) =>
          madeBy === undefined && destinations.some(({ version }) => version === from),
      )
      .map((rule) => ({ route, rule })),
  )
  const weighted = candidates.filter(
    ({ route, rule }) => route.capabilities.weights && rule.fixed === undefined,
  )
  const found = weighted.length > 0 ? weighted : candidates.filter(({ route }) => route.capabilities.cutOver)
  if (found.length === 0)
    throw new DomainError(
      'unsupported',
      `No rule of ${service.name} sends traffic to ${from} and can be moved.`,
    )
  return found.map(({ route, rule }) => ({ route: route.id, rule: rule.id }))
}

/** The canary's percent now, over the rules; null when no rule can say. */
export function liveCanaryPercent(rules: ReleaseRule[], from: string, to: string): number | null {
  const percents = rules
    .map(({ rule }) => canaryPercent(rule, from, to))
    .filter((percent) => percent !== null)
  return percents.length === 0 ? null : Math.max(...percents)
}

/** The smallest percent that gives the canary the weight that it has now, over the rules; null when no rule can say. */
export function leastLivePercent(rules: ReleaseRule[], from: string, to: string): number | null {
  const percents = rules
    .map(({ rule }) => leastCanaryPercent(rule, from, to))
    .filter((percent) => percent !== null)
  return percents.length === 0 ? null : Math.max(...percents)
}

/** What the rules look like before a release touches them. */
export const beforeImage = (rules: readonly ReleaseRule[]): ReleaseRecord['before'] =>
  rules.map(({ route, rule }) => ({
    route: route.id,
    rule: rule.id,
    weights: Object.fromEntries(rule.destinations.map(({ key, weight }) => [key, weight])),
  }))

/** The revisions of the release's routes now, for telling drift. */
export const revisionsOf = (rules: readonly ReleaseRule[]): ReleaseRecord['expected'] =>
  [...new Map(rules.map(({ route }) => [route.id, route.revision]))].map(([route, revision]) => ({
    route,
    revision,
  }))
