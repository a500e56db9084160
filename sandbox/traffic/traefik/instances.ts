import type { ClusterObjects } from '../cluster-objects'
import type { Upstreams } from '../upstreams'
import type { Workload } from '../workloads'
import type { Scraped } from './metrics'
import { literalsOf } from './parse-rule'
import type { Router } from './routers'
import { compileRouters } from './routers'
import { leavesOf } from './services'

/** Label of the pods that are Traefik. */
const isTraefik = ['app.kubernetes.io/name', 'traefik'] as const

/** One Traefik pod with a configuration, and so with turns, of its own. */
export interface TraefikInstance extends Scraped {
  workload: Workload
  routers: readonly Router[]
}

export interface Traefik {
  instances: readonly TraefikInstance[]
  /** Labels of the services and routers that the configuration holds. */
  services: ReadonlySet<string>
  routers: ReadonlySet<string>
  /** Host and path by which the broadest router leads to one of these Services' hosts. */
  wayIn(hosts: ReadonlySet<string>): { host: string; path: string } | undefined
}

/** Compiles one instance for each ready Traefik pod. */
export function compileTraefik(objects: ClusterObjects, upstreams: Upstreams): Traefik {
  const pods = [...upstreams.pods.ready.values()]
    .flat()
    .filter(({ pod }) => pod.metadata.labels?.[isTraefik[0]] === isTraefik[1])
  const instances = pods.map(({ pod: { metadata, status }, workload }): TraefikInstance => ({
    namespace: metadata.namespace ?? '',
    pod: metadata.name,
    instance: `${status?.podIP ?? metadata.name}:9100`,
    workload,
    routers: compileRouters(objects, upstreams),
  }))
  const routers = instances[0]?.routers ?? []
  return {
    instances,
    services: new Set(routers.flatMap(({ node }) => leavesOf(node).map(({ label }) => label))),
    routers: new Set(routers.map(({ name }) => name)),
    wayIn(hosts) {
      for (const { tree, node } of routers.toReversed()) {
        if (!leavesOf(node).some(({ upstream }) => hosts.has(upstream.service.host))) continue
        const [host = 'any.example.com'] = literalsOf(tree, 'Host')
        const [path = '/'] = [...literalsOf(tree, 'Path'), ...literalsOf(tree, 'PathPrefix')]
        return { host, path }
      }
      return undefined
    },
  }
}

/** Whether a workload is Traefik itself. */
export function runsTraefik(workload: Workload): boolean {
  return workload.labels[isTraefik[0]] === isTraefik[1]
}
