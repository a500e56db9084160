import type { JsonPatch, KubeObject } from '@/lib/domain/kube'
import { pointerTo } from '@/lib/domain/traffic/json-patch'
import { objectOf } from '@/lib/domain/traffic/untyped'
import type { Labels } from '../workloads'

/** The patch that makes a Service's selector pin other version labels; empty where it pins them already. */
export function selectorPatch(service: KubeObject, pins: Labels): JsonPatch {
  const selector = objectOf(objectOf(service.spec).selector)
  const changed = [...pins].filter(([name, value]) => selector[name] !== value)
  if (changed.length === 0) return []
  return [
    { op: 'test', path: '/spec/selector', value: selector },
    ...changed.map(([name, value]) => ({
      op: 'replace' as const,
      path: `/spec/selector${pointerTo(name)}`,
      value,
    })),
  ]
}
