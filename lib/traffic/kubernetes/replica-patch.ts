import type { JsonPatch, KubeObject } from '@/lib/domain/kube'
import { refOf } from '@/lib/domain/kube'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { objectOf } from '@/lib/domain/traffic/untyped'
import type { WantedCount } from './autoscalers'
import { replicasOf } from './deployment'

/** The patch that gives a Deployment this many pods; empty where it has them. */
export function replicaPatch(deployment: KubeObject, count: number): JsonPatch {
  if (replicasOf(deployment) === count) return []
  const { replicas, selector } = objectOf(deployment.spec)
  if (replicas !== undefined) {
    return [
      { op: 'test', path: '/spec/replicas', value: replicas },
      { op: 'replace', path: '/spec/replicas', value: count },
    ]
  }
  return [
    { op: 'test', path: '/spec/selector', value: selector },
    { op: 'add', path: '/spec/replicas', value: count },
  ]
}

/** The writes for several Deployments: those that grow come first, so that ready capacity never falls. */
export function replicaWrites(wanted: readonly WantedCount[]): PlannedWrite[] {
  return wanted
    .map(({ deployment, count }) => ({ deployment, count, growth: count - replicasOf(deployment) }))
    .filter(({ growth }) => growth !== 0)
    .sort((a, b) => Number(a.growth < 0) - Number(b.growth < 0))
    .map(({ deployment, count }) => ({
      verb: 'patch' as const,
      object: refOf(deployment),
      live: deployment,
      patch: replicaPatch(deployment, count),
    }))
}
