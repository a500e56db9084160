import { DomainError } from '@/lib/domain/errors'
import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import { refOf } from '@/lib/domain/kube'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { pinnedSelector, switchTargets } from '../pinned-selector'
import { selectorPatch } from './selector-patch'

/** The write that makes a Service select another version. Throws `invalid` for one that it cannot select. */
export function planCutOver(
  view: ClusterView,
  service: ServiceRef,
  object: KubeObject,
  to: string,
): PlannedWrite[] {
  const pinned = pinnedSelector(view, service)
  const pins = pinned && switchTargets(view, service.namespace, pinned).get(to)
  if (pins === undefined) {
    const message = `is no version that the selector of ${service.name} can pin`
    throw new DomainError('invalid', `${to} ${message}.`, { fields: [{ path: 'to', message }] })
  }
  const patch = selectorPatch(object, pins)
  return patch.length === 0 ? [] : [{ verb: 'patch', object: refOf(object), live: object, patch }]
}
