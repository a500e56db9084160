import type { JsonPatch, JsonPatchOp } from '@/lib/domain/kube'
import type { JsonObject } from '@/lib/domain/traffic/untyped'
import type { MirrorSpec } from './mirrors'
import { backendTests, inRule } from './rule-context'
import type { RouteRule } from './schema'

/** Appends a mirror to the rule's filters. Everything is mirrored where no percent is written. */
export function newMirrorPatch(written: RouteRule, backendRef: JsonObject, percent: number): JsonPatch {
  const share = percent === 100 ? {} : { percent }
  const filter = { type: 'RequestMirror', requestMirror: { backendRef, ...share } }
  const { filters } = written.raw
  const path = inRule(written, 'filters')
  return [
    ...backendTests(written),
    ...(filters === undefined ? [] : [{ op: 'test' as const, path, value: filters }]),
    Array.isArray(filters)
      ? { op: 'add', path: inRule(written, 'filters', '-'), value: filter }
      : { op: 'add', path, value: [filter] },
  ]
}

/** Changes the share of a mirror that the rule has; a fraction becomes a percentage, since only one of them may stand. */
export function mirrorPercentPatch(written: RouteRule, mirror: MirrorSpec, percent: number): JsonPatch {
  if (mirror.percent === percent) return []
  const field = (name: string) => inRule(written, 'filters', mirror.index, 'requestMirror', name)
  const { backendRef, fraction, percent: old } = mirror.fields
  const test = (name: string, value: unknown): JsonPatch =>
    value === undefined ? [] : [{ op: 'test', path: field(name), value }]
  return [
    ...backendTests(written),
    ...test('backendRef', backendRef),
    ...test('fraction', fraction),
    ...test('percent', old),
    ...(fraction === undefined ? [] : [{ op: 'remove' as const, path: field('fraction') }]),
    percentOp(field('percent'), old, percent),
  ]
}

function percentOp(path: string, old: unknown, percent: number): JsonPatchOp {
  // A class without percentages takes no such field, and without one everything is mirrored.
  if (percent === 100 && old !== undefined) return { op: 'remove', path }
  return { op: old === undefined ? 'add' : 'replace', path, value: percent }
}

/** Takes mirrors of a rule away; all other filters stay, and the list goes where none is left. */
export function removeMirrorsPatch(written: RouteRule, mirrors: readonly MirrorSpec[]): JsonPatch {
  if (mirrors.length === 0) return []
  const path = inRule(written, 'filters')
  const every = mirrors.length === written.filters.length
  const places = mirrors.map(({ index }) => index).sort((a, b) => b - a)
  return [
    ...backendTests(written),
    { op: 'test', path, value: written.raw.filters },
    // From the end, so that the places before stay where they are.
    ...(every ? [path] : places.map((index) => inRule(written, 'filters', index))).map((each) => ({
      op: 'remove' as const,
      path: each,
    })),
  ]
}
