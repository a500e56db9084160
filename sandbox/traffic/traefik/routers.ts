import type { ClusterObjects } from '../cluster-objects'
import type { Upstreams } from '../upstreams'
import { gatewayRouters } from './gateway-routers'
import { compileRule } from './match-rule'
import type { RuleTest } from './match-rule'
import { ingressRouterName } from './names'
import type { RouterDraft } from './router-draft'
import type { RuleTree } from './parse-rule'
import { parseRule } from './parse-rule'
import type { ServiceNode } from './services'
import { labelOf, ServiceBuilder } from './services'

export interface Router {
  /** As router metrics name it, with its provider. */
  name: string
  /** The `service` label of router metrics. */
  service: string
  tree: RuleTree
  test: RuleTest
  priority: number
  node: ServiceNode
}

/** The routers of one Traefik, highest priority first. A rule or service that it can't read leaves its router out. */
export function compileRouters(objects: ClusterObjects, upstreams: Upstreams): Router[] {
  const services = new ServiceBuilder(objects, upstreams)
  return [...ingressRouters(objects, services), ...gatewayRouters(objects, upstreams, services)]
    .flatMap(({ rule, node, ...draft }): Router[] => {
      const tree = parseRule(rule)
      const test = tree && compileRule(tree)
      return test && node ? [{ ...draft, tree, test, node }] : []
    })
    .sort((a, b) => b.priority - a.priority)
}

/** One router for each rule of the IngressRoutes; the longer rule goes first where no priority is set. */
function ingressRouters(objects: ClusterObjects, services: ServiceBuilder): RouterDraft[] {
  return (objects.ingressroutes ?? []).flatMap(({ metadata, spec }) =>
    (spec?.routes ?? []).map(({ match: rule = '', priority = 0, services: refs = [] }) => {
      const namespace = metadata.namespace ?? ''
      const name = ingressRouterName(namespace, metadata.name, rule)
      const [first, ...rest] = refs
      const node =
        rest.length > 0
          ? services.weighted(namespace, name, refs, false)
          : first && services.reference(namespace, first, name)
      return {
        name,
        service: node ? labelOf(node) : name,
        rule,
        priority: priority === 0 ? Buffer.byteLength(rule) : priority,
        node,
      }
    }),
  )
}
