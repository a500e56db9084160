import { isObject, numberOf, objectOf, type JsonObject } from '@/lib/domain/traffic/untyped'
import { readBackendRef, type RouteRule, type Target } from './schema'

/** One RequestMirror filter of a rule. */
export interface MirrorSpec {
  /** Place in the rule's filters. */
  index: number
  target: Target
  /** 0–100. */
  percent: number
  /** The content of `requestMirror`. */
  fields: JsonObject
}

/** Mirrors of a rule; without percent and fraction everything is mirrored (HTTPRequestMirrorFilter's reference). */
export function readMirrors(rule: RouteRule, namespace: string): MirrorSpec[] {
  return rule.filters.flatMap((filter, index) => {
    if (filter.type !== 'RequestMirror') return []
    const fields = objectOf(filter.requestMirror)
    return [
      { index, target: readBackendRef(fields.backendRef, namespace), percent: percentOf(fields), fields },
    ]
  })
}

function percentOf({ percent, fraction }: JsonObject): number {
  const share = isObject(fraction)
    ? ((numberOf(fraction.numerator) ?? 0) / (numberOf(fraction.denominator) ?? 100)) * 100
    : (numberOf(percent) ?? 100)
  return Number.isFinite(share) ? Math.min(100, Math.max(0, share)) : 0
}
