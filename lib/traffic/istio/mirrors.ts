import { arrayOf, isObject, numberOf, objectOf, type JsonObject } from '@/lib/domain/traffic/untyped'
import { readDestination, type DestinationSpec } from './destination-spec'

/** One mirror of a rule and where it is written. */
export interface MirrorSpec {
  destination: DestinationSpec
  /** 0–100. */
  percent: number
  /** The fields of the rule that hold it: `mirror` beside its percentage, or an entry of `mirrors`. */
  place: { field: 'mirror' } | { field: 'mirrors'; index: number; entry: JsonObject }
}

/** Names that a percentage beside `mirror` may have, the one that Istio prefers first. */
export const PERCENT_FIELDS = ['mirrorPercentage', 'mirrorPercent', 'mirror_percent'] as const

/** Mirrors of an http rule; without a percentage everything is mirrored (Istio's HTTPRoute reference). */
export function readMirrors(rule: JsonObject): MirrorSpec[] {
  const single: MirrorSpec[] = isObject(rule.mirror)
    ? [
        {
          destination: readDestination(rule.mirror),
          percent: singlePercent(rule),
          place: { field: 'mirror' },
        },
      ]
    : []
  const several = arrayOf(rule.mirrors).map((entry, index): MirrorSpec => {
    const fields = objectOf(entry)
    const { destination, percentage } = fields
    return {
      destination: readDestination(destination),
      percent: clamp(isObject(percentage) ? (numberOf(percentage.value) ?? 0) : 100),
      place: { field: 'mirrors', index, entry: fields },
    }
  })
  return [...single, ...several]
}

function singlePercent(rule: JsonObject): number {
  // An empty Percent is 0, as protobuf reads it.
  if (isObject(rule.mirrorPercentage)) return clamp(numberOf(rule.mirrorPercentage.value) ?? 0)
  return clamp(numberOf(rule.mirrorPercent) ?? numberOf(rule.mirror_percent) ?? 100)
}

function clamp(percent: number): number {
  return Math.min(100, Math.max(0, percent))
}
