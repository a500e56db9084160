import { DomainError } from '@/lib/domain/errors'
import type { ClusterView, JsonPatch, KubeObject } from '@/lib/domain/kube'
import { refOf } from '@/lib/domain/kube'
import { patchBetween } from '@/lib/domain/rollouts/patch-between'
import type { RolloutVerb } from '@/lib/domain/rollouts/rollout'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { objectOf } from '@/lib/domain/traffic/untyped'
import { generationsOf } from './deployment-rollout'
import { templateOf } from './generation'

const PAUSED = '/spec/paused'

/** The write of a verb on a Deployment, read live with its ReplicaSets. Throws `wrong-state` without a way back. */
export function planRollout(view: ClusterView, deployment: KubeObject, verb: RolloutVerb): PlannedWrite[] {
  const patch = patchOf(view, deployment, verb)
  return patch.length === 0 ? [] : [{ verb: 'patch', object: refOf(deployment), live: deployment, patch }]
}

function patchOf(view: ClusterView, deployment: KubeObject, verb: RolloutVerb): JsonPatch {
  switch (verb) {
    case 'pause':
      return pausePatch(deployment)
    case 'resume':
      return resumePatch(deployment)
    case 'undo': {
      const { previous } = generationsOf(view, deployment)
      if (previous === undefined) {
        throw new DomainError(
          'wrong-state',
          `${deployment.metadata.name} has no older pod template to go back to.`,
        )
      }
      const before = objectOf(deployment.spec).template
      const [back, resume] = [
        patchBetween(before, templateOf(previous), '/spec/template'),
        resumePatch(deployment),
      ]
      const tests = [...back, ...resume].filter(({ op }) => op === 'test')
      // A paused rollout would keep the way back waiting too.
      return [...tests, ...[...back, ...resume].filter(({ op }) => op !== 'test')]
    }
  }
}

function pausePatch(deployment: KubeObject): JsonPatch {
  const { paused, selector } = objectOf(deployment.spec)
  if (paused === true) return []
  return paused === undefined
    ? [
        { op: 'test', path: '/spec/selector', value: selector },
        { op: 'add', path: PAUSED, value: true },
      ]
    : [
        { op: 'test', path: PAUSED, value: paused },
        { op: 'replace', path: PAUSED, value: true },
      ]
}

/** Taken out rather than set to false, which the API server would not keep either. */
function resumePatch(deployment: KubeObject): JsonPatch {
  if (objectOf(deployment.spec).paused !== true) return []
  return [
    { op: 'test', path: PAUSED, value: true },
    { op: 'remove', path: PAUSED },
  ]
}
