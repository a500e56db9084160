import type { ClusterView } from '@/lib/domain/kube'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import type { PlacedService } from '../backing-services'
import { versionOfService } from '../selected-version'
import { backingServices } from './backing-services'
import { isService, type Target } from './schema'

/** Tells the version of backends, for one service and one state of the cluster. */
export interface VersionResolver {
  /** The service and its per-version Services. */
  backing: readonly PlacedService[]
  /** True for the service and its per-version Services. */
  isBacking(target: Target): boolean
  /** Undefined where a backend is none of the service's or takes in several versions. */
  versionOf(target: Target): string | undefined
}

/** A backend's version (API.md "Ids") is that of the pods behind its Service. */
export function versionResolver(view: ClusterView, service: ServiceRef): VersionResolver {
  const backing = backingServices(view, service)
  const known = new Map<string, string | undefined>()
  const isBacking = (target: Target) =>
    isService(target) &&
    backing.some(({ namespace, name }) => namespace === target.namespace && name === target.name)
  return {
    backing,
    isBacking,
    versionOf: (target) => {
      if (!isBacking(target)) return undefined
      const key = `${target.namespace}/${target.name}`
      if (!known.has(key)) known.set(key, versionOfService(view, target))
      return known.get(key)
    },
  }
}
