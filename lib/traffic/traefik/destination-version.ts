import type { ClusterView } from '@/lib/domain/kube'
import type { DestinationIdentity } from '@/lib/domain/traffic/destination-key'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import type { PlacedService } from '../backing-services'
import { versionOfService } from '../selected-version'
import { backingServices } from './backing-services'
import { keyOf } from './route-index'
import type { Entry } from './schema'
import type { Branch, Tree } from './service-tree'

/** Tells the version of destinations, for one service and one state of the cluster. */
export interface VersionResolver {
  /** The service and its per-version Services. */
  backing: readonly PlacedService[]
  isBacking(entry: Entry): boolean
  /** Undefined where a destination is none of the service's or takes in several versions. */
  versionOf(tree: Tree): string | undefined
}

/** An entry has the version of the pods behind its Service, a TraefikService that of everything below it. */
export function versionResolver(view: ClusterView, service: ServiceRef): VersionResolver {
  const backing = backingServices(view, service)
  const keys = new Set(backing.map(keyOf))
  const isBacking = (entry: Entry) => entry.kind === 'Service' && keys.has(keyOf(entry))
  const services = new Map<string, string | undefined>()
  const trees = new Map<Tree, string | undefined>()
  const ofService = (entry: Entry): string | undefined => {
    if (!isBacking(entry)) return undefined
    const key = keyOf(entry)
    if (!services.has(key)) services.set(key, versionOfService(view, entry))
    return services.get(key)
  }
  const versionOf = (tree: Tree): string | undefined => {
    if (tree.kind === 'lost') return undefined
    if (tree.kind === 'leaf') return ofService(tree.entry)
    if (tree.kind === 'mirroring') return versionOf(tree.main.tree)
    if (!trees.has(tree)) {
      const versions = new Set(tree.children.map((child) => versionOf(child.tree)))
      trees.set(tree, versions.size === 1 ? [...versions][0] : undefined)
    }
    return trees.get(tree)
  }
  return { backing, isBacking, versionOf }
}

/** What tells an entry from its siblings; Services of other namespaces carry theirs. */
export function identityOf(
  { entry, tree }: Branch,
  resolver: Pick<VersionResolver, 'versionOf'>,
  home: string,
): DestinationIdentity & { host: string } {
  const version = resolver.versionOf(tree)
  const { name, namespace, port } = entry
  return {
    ...(version === undefined ? {} : { version }),
    host: namespace === home ? name : `${name}.${namespace}`,
    ...(typeof port === 'number' ? { port } : {}),
  }
}
