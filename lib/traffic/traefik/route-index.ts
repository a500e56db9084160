import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import { ruleIds } from '@/lib/domain/traffic/rule-id'
import type { PlacedService } from '../backing-services'
import { readIngressRoute, type IngressRoute, type IngressRule } from './schema'
import { leavesOf, TreeReader, walk, type LeafUse, type RuleTree } from './service-tree'

/** One rule with what it leads to; the same for whichever service is looked at. */
export interface IndexedRule {
  id: string
  written: IngressRule
  tree?: RuleTree
  uses: LeafUse[]
  /** Keys of the TraefikServices below it. */
  traefikServices: ReadonlySet<string>
}

export interface IndexedRoute {
  ingressRoute: IngressRoute
  rules: IndexedRule[]
}

interface RouteIndex {
  routes: IndexedRoute[]
  /** By `namespace/name` of Services that get live requests. */
  byService: Map<string, Set<IndexedRoute>>
  /** Rules by `namespace/name` of the TraefikServices that they use. */
  byTraefikService: Map<string, { route: IndexedRoute; rule: IndexedRule }[]>
}

/** A view hands out the same lists until something in them changes. */
const indexes = new WeakMap<readonly KubeObject[], { services: readonly KubeObject[]; index: RouteIndex }>()

export function keyOf({ namespace, name }: PlacedService): string {
  return `${namespace}/${name}`
}

/** Every IngressRoute with its rules, in the order of namespace and name. */
export function allRoutes(view: ClusterView): readonly IndexedRoute[] {
  return indexOf(view).routes
}

/** IngressRoutes one of whose rules sends live requests to one of these Services, in that order. */
export function routesTo(view: ClusterView, backing: readonly PlacedService[]): IndexedRoute[] {
  const { byService, routes } = indexOf(view)
  const found = new Set(backing.flatMap((each) => [...(byService.get(keyOf(each)) ?? [])]))
  return found.size === 0 ? [] : routes.filter((route) => found.has(route))
}

/** True where an IngressRoute sends live requests to a Service. */
export function sendsTo(view: ClusterView, service: PlacedService): boolean {
  return indexOf(view).byService.has(keyOf(service))
}

/** Names of the Services of a namespace that IngressRoutes send to. */
export function routedServices(view: ClusterView, namespace: string): string[] {
  const prefix = `${namespace}/`
  return [...indexOf(view).byService.keys()].flatMap((key) =>
    key.startsWith(prefix) ? [key.slice(prefix.length)] : [],
  )
}

/** The rules that use a TraefikService, at any depth. */
export function usersOf(
  view: ClusterView,
  traefikService: PlacedService,
): readonly { route: IndexedRoute; rule: IndexedRule }[] {
  return indexOf(view).byTraefikService.get(keyOf(traefikService)) ?? []
}

function indexOf(view: ClusterView): RouteIndex {
  const list = view.list('ingressroutes')
  const services = view.list('traefikservices')
  const known = indexes.get(list)
  if (known?.services === services) return known.index
  const index = build(view, list)
  indexes.set(list, { services, index })
  return index
}

function build(view: ClusterView, list: readonly KubeObject[]): RouteIndex {
  const reader = new TreeReader(view)
  const routes = list.map((object) => indexed(reader, readIngressRoute(object))).sort(inOrder)
  const index: RouteIndex = { routes, byService: new Map(), byTraefikService: new Map() }
  for (const route of routes) {
    for (const rule of route.rules) {
      for (const { entry, mirrored } of rule.uses) {
        if (mirrored) continue
        const key = keyOf(entry)
        index.byService.set(key, (index.byService.get(key) ?? new Set()).add(route))
      }
      for (const key of rule.traefikServices) {
        const users = index.byTraefikService.get(key)
        if (users === undefined) index.byTraefikService.set(key, [{ route, rule }])
        else users.push({ route, rule })
      }
    }
  }
  return index
}

function indexed(reader: TreeReader, ingressRoute: IngressRoute): IndexedRoute {
  const { rules } = ingressRoute
  const ids = ruleIds(rules.map(({ match }) => ({ kind: 'http', match })))
  return {
    ingressRoute,
    rules: rules.map((written, index) => {
      const tree = reader.ofRule(ingressRoute, written)
      return {
        id: ids[index] ?? '',
        written,
        ...(tree === undefined ? {} : { tree }),
        uses: tree === undefined ? [] : leavesOf(tree),
        traefikServices: traefikServicesOf(tree),
      }
    }),
  }
}

function traefikServicesOf(tree: RuleTree | undefined): ReadonlySet<string> {
  const keys = new Set<string>()
  if (tree !== undefined) {
    walk(tree, ({ entry }) => {
      if (entry.kind === 'TraefikService') keys.add(keyOf(entry))
    })
  }
  return keys
}

function inOrder(a: IndexedRoute, b: IndexedRoute): number {
  const left = keyOf(a.ingressRoute)
  const right = keyOf(b.ingressRoute)
  return left < right ? -1 : left > right ? 1 : 0
}
