import { DomainError } from '@/lib/domain/errors'
import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import { arrayOf, objectOf, stringOf } from '@/lib/domain/traffic/untyped'
import type { WantedCount } from './autoscalers'
import { replicasOf } from './deployment'

/** Names under which a ResourceQuota counts pods. */
const POD_COUNTS = ['pods', 'count/pods'] as const

/** The quotas that count all pods of a namespace; those with a scope count some, and are left to the cluster. */
export function podQuotas(view: ClusterView, namespace: string): KubeObject[] {
  return view.list('resourcequotas', namespace).filter(({ spec }) => {
    const { scopes, scopeSelector, hard } = objectOf(spec)
    const whole = arrayOf(scopes).length === 0 && scopeSelector === undefined
    return whole && POD_COUNTS.some((name) => objectOf(hard)[name] !== undefined)
  })
}

/**
 * Throws `blocked` where the pods to be added are more than a quota has left: the new ones come before the old ones go,
 * so nothing that is given up counts.
 */
export function refuseOverQuota(view: ClusterView, namespace: string, wanted: readonly WantedCount[]): void {
  const more = wanted.reduce(
    (sum, { deployment, count }) => sum + Math.max(0, count - replicasOf(deployment)),
    0,
  )
  if (more === 0) return
  for (const quota of podQuotas(view, namespace)) {
    const status = objectOf(quota.status)
    for (const name of POD_COUNTS) {
      const hard = countOf(objectOf(status.hard)[name] ?? objectOf(objectOf(quota.spec).hard)[name])
      const used = countOf(objectOf(status.used)[name]) ?? 0
      if (hard === undefined || more <= hard - used) continue
      throw new DomainError(
        'blocked',
        `ResourceQuota ${quota.metadata.name} allows ${hard} pods in ${namespace}, of which ${used} are used: ${more} more are needed before others go, and ${Math.max(0, hard - used)} are left.`,
      )
    }
  }
}

/** A quantity as quotas of counts write it: a whole number, or thousands as `2k`. */
function countOf(quantity: unknown): number | undefined {
  const match = /^(\d+)(k?)$/.exec(
    typeof quantity === 'number' ? String(quantity) : (stringOf(quantity) ?? ''),
  )
  return match === null ? undefined : Number(match[1]) * (match[2] === 'k' ? 1000 : 1)
}
