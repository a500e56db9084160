import type { ClusterView } from '@/lib/domain/kube'
import type { Route, RouteBadge } from '@/lib/domain/traffic/model'
import { stringOf } from '@/lib/domain/traffic/untyped'
import { isGranted } from './reference-grants'
import { isService, type GatewayRoute, type RouteRule } from './schema'

const FILTERS: ReadonlyMap<string, string> = new Map([
  ['RequestHeaderModifier', 'changes request headers'],
  ['ResponseHeaderModifier', 'changes response headers'],
  ['URLRewrite', 'rewrites the address'],
  ['RequestRedirect', 'answers with a redirect'],
  ['CORS', 'answers CORS requests'],
  ['ExternalAuth', 'asks another service for authorisation'],
  ['ExtensionRef', 'runs an extension of the implementation'],
])

/** What is shown beside the route: its filters, backends across namespaces, and a mesh route for one namespace's callers. */
export function badgesOf(view: ClusterView, route: GatewayRoute): Pick<Route, 'badges'> {
  const badges = [...consumerBadges(route), ...crossNamespaceBadges(view, route), ...filterBadges(route)]
  return badges.length === 0 ? {} : { badges }
}

function consumerBadges(route: GatewayRoute): RouteBadge[] {
  return route.parents
    .filter((parent) => isService(parent) && parent.namespace !== route.namespace)
    .map(({ namespace, name }) => ({
      kind: 'export-to',
      words: `Concerns only callers in ${route.namespace}: its parent ${name} is in ${namespace}.`,
    }))
}

function crossNamespaceBadges(view: ClusterView, route: GatewayRoute): RouteBadge[] {
  const words = route.rules
    .flatMap(({ backends }) => backends)
    .filter(({ namespace }) => namespace !== route.namespace)
    .map((backend) => {
      const sends = `Sends to ${backend.namespace}/${backend.name}`
      return isGranted(view, route, backend)
        ? `${sends}, as a ReferenceGrant there allows.`
        : `${sends}, which no ReferenceGrant there allows: those requests fail.`
    })
  return [...new Set(words)].map((each) => ({ kind: 'cross-namespace', words: each }))
}

function filterBadges({ rules }: GatewayRoute): RouteBadge[] {
  return rules.flatMap((rule) =>
    [...new Set(rule.filters.map(({ type }) => stringOf(type) ?? ''))]
      .filter((type) => type !== 'RequestMirror' && type !== '')
      .map((type): RouteBadge => ({
        kind: 'filter',
        words: `${ruleWords(rule)} ${FILTERS.get(type) ?? `has the filter ${type}`}.`,
      })),
  )
}

/** A rule in words: its name, else its place from 1. */
export function ruleWords({ name, index }: RouteRule): string {
  return name === undefined ? `Rule ${index + 1}` : `Rule ${name}`
}
