import type { ClusterView } from '@/lib/domain/kube'
import type { RouteBadge } from '@/lib/domain/traffic/model'
import { arrayOf, objectOf, stringOf } from '@/lib/domain/traffic/untyped'
import { keyOf, usersOf, type IndexedRoute } from './route-index'
import type { RoutedRule } from './rules-of-route'
import { isBranch, walk, type Branch } from './service-tree'

/** What is to be known about an IngressRoute beside its shares. */
export function badgesOf(view: ClusterView, route: IndexedRoute, rules: readonly RoutedRule[]): RouteBadge[] {
  const branches = rules.flatMap(branchesOf)
  return unique([
    {
      kind: 'no-status',
      words:
        'Traefik reports no status for its objects: whether it runs this route is seen only in its own API.',
    },
    ...rules.flatMap(priorityBadges),
    ...rules.flatMap(shareBadges),
    ...branches.flatMap((branch) => externalBadges(view, branch)),
    ...branches.flatMap(namespaceBadges),
    ...branches.flatMap(lostBadges),
    ...rules.flatMap((rule) => sharedBadges(view, route, rule)),
    ...rules.flatMap(middlewareBadges),
    ...rules.flatMap(({ rule }): RouteBadge[] =>
      rule.sticky === undefined ? [] : [{ kind: 'sticky', words: `Sticky by ${rule.sticky}.` }],
    ),
  ])
}

function branchesOf({ indexed: { tree } }: RoutedRule): Branch[] {
  const branches: Branch[] = []
  if (tree !== undefined) walk(tree, (branch) => branches.push(branch))
  return branches
}

function priorityBadges({ indexed: { written }, rule }: RoutedRule): RouteBadge[] {
  if (written.priority === undefined || rule.precedence === undefined) return []
  return [{ kind: 'priority', words: `${written.match.trim()}: ${rule.precedence}` }]
}

/** Where an outer split or a mirror stands before the one that is shown. */
function shareBadges({ indexed: { written }, way }: RoutedRule): RouteBadge[] {
  if (way.share >= 1) return []
  const percent = Math.round(way.share * 1000) / 10
  const words = `${written.match.trim()}: ${percent} % of its requests come to this split; an outer one sends the rest elsewhere.`
  return [{ kind: 'load-balancer', words }]
}

function externalBadges(view: ClusterView, { entry }: Branch): RouteBadge[] {
  if (entry.kind !== 'Service') return []
  const { type, externalName } = objectOf(view.get('services', entry.namespace, entry.name)?.spec)
  if (type !== 'ExternalName') return []
  const words = `${keyOf(entry)} is outside of the cluster, at ${stringOf(externalName) ?? 'no name'}; Traefik follows it only with allowExternalNameServices.`
  return [{ kind: 'external-name', words }]
}

function namespaceBadges({ entry, at: { object } }: Branch): RouteBadge[] {
  const home = object.metadata.namespace ?? ''
  if (entry.namespace === home) return []
  const words = `${object.kind} ${object.metadata.name} in ${home} sends to ${keyOf(entry)}; Traefik follows it only with allowCrossNamespace.`
  return [{ kind: 'cross-namespace', words }]
}

function lostBadges({ entry, tree }: Branch): RouteBadge[] {
  if (tree.kind !== 'lost') return []
  const words = `${entry.kind} ${keyOf(entry)} ${tree.circle ? 'leads to itself' : 'is not there'}; Traefik drops the whole rule for it.`
  return [{ kind: 'load-balancer', words }]
}

/** One TraefikService moves every rule that uses it. */
function sharedBadges(
  view: ClusterView,
  route: IndexedRoute,
  { indexed, way: { slot } }: RoutedRule,
): RouteBadge[] {
  if (slot?.entry.kind !== 'TraefikService') return []
  const here = (other: IndexedRoute) => keyOf(other.ingressRoute) === keyOf(route.ingressRoute)
  const names = usersOf(view, slot.entry).flatMap(({ route: other, rule }) => {
    if (here(other)) return rule.id === indexed.id ? [] : [rule.written.match.trim()]
    return [`${keyOf(other.ingressRoute)} ${rule.written.match.trim()}`]
  })
  if (names.length === 0) return []
  const words = `TraefikService ${keyOf(slot.entry)} is also used by ${names.join(', ')}: a move changes them all.`
  return [{ kind: 'shared-host', words }]
}

function middlewareBadges({ indexed: { written, tree } }: RoutedRule): RouteBadge[] {
  const names = arrayOf(written.raw.middlewares).flatMap((middleware) => {
    const { name, namespace } = objectOf(middleware)
    const text = stringOf(name)
    const home = stringOf(namespace)
    return text === undefined ? [] : [home === undefined ? text : `${home}/${text}`]
  })
  const alone = tree !== undefined && isBranch(tree)
  return names.length === 0
    ? []
    : [{ kind: 'filter', words: `Middlewares before ${alone ? 'it' : 'the split'}: ${names.join(', ')}.` }]
}

function unique(badges: readonly RouteBadge[]): RouteBadge[] {
  return [...new Map(badges.map((badge) => [`${badge.kind} ${badge.words}`, badge])).values()]
}
