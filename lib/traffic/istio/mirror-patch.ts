import type { JsonPatch } from '@/lib/domain/kube'
import { isObject, type JsonObject } from '@/lib/domain/traffic/untyped'
import { PERCENT_FIELDS, type MirrorSpec } from './mirrors'
import { destinationTests, inRule } from './rule-context'
import type { WrittenRule } from './schema'

/** Adds a mirror to a rule, in the form that the rule already uses (`mirror` or `mirrors[]`, never both). */
export function newMirrorPatch(written: WrittenRule, destination: JsonObject, percent: number): JsonPatch {
  const { mirror, mirrors } = written.raw
  if (Array.isArray(mirrors) && (mirrors.length > 0 || !isObject(mirror))) {
    return [
      ...destinationTests(written),
      { op: 'test', path: inRule(written, 'mirrors'), value: mirrors },
      {
        op: 'add',
        path: inRule(written, 'mirrors', '-'),
        value: { destination, percentage: { value: percent } },
      },
    ]
  }
  const path = inRule(written, 'mirror')
  const [percentTests, percentChange] = singlePercent(written, percent)
  return [
    ...destinationTests(written),
    ...(mirror === undefined ? [] : [{ op: 'test' as const, path, value: mirror }]),
    ...percentTests,
    { op: mirror === undefined ? 'add' : 'replace', path, value: destination },
    ...percentChange,
  ]
}

/** Changes the share of a mirror that the rule has. */
export function mirrorPercentPatch(written: WrittenRule, mirror: MirrorSpec, percent: number): JsonPatch {
  if (mirror.percent === percent) return []
  const { place } = mirror
  if (place.field === 'mirror') {
    const [tests, change] = singlePercent(written, percent)
    return [
      ...destinationTests(written),
      { op: 'test', path: inRule(written, 'mirror'), value: written.raw.mirror },
      ...tests,
      ...change,
    ]
  }
  const path = inRule(written, 'mirrors', place.index)
  const [tests, change] = percentage(place.entry.percentage, `${path}/percentage`, percent)
  return [
    ...destinationTests(written),
    { op: 'test', path: `${path}/destination`, value: place.entry.destination },
    ...tests,
    ...change,
  ]
}

/** Takes mirrors of a rule away; all of the others stay. */
export function removeMirrorsPatch(written: WrittenRule, mirrors: readonly MirrorSpec[]): JsonPatch {
  const single = mirrors.some(({ place }) => place.field === 'mirror')
  const fields = single
    ? ['mirror', ...PERCENT_FIELDS].filter((field) => written.raw[field] !== undefined)
    : []
  const indexes = mirrors.flatMap(({ place }) => (place.field === 'mirrors' ? [place.index] : []))
  const every = indexes.length > 0 && indexes.length === written.mirrors.filter(isListed).length
  if (fields.length === 0 && indexes.length === 0) return []
  const tested = indexes.length > 0 ? [...fields, 'mirrors'] : fields
  const removed = [
    ...[...fields, ...(every ? ['mirrors'] : [])].map((field) => inRule(written, field)),
    // From the end, so that the places before stay where they are.
    ...(every ? [] : indexes.toSorted((a, b) => b - a).map((index) => inRule(written, 'mirrors', index))),
  ]
  return [
    ...destinationTests(written),
    ...tested.map((field) => ({
      op: 'test' as const,
      path: inRule(written, field),
      value: written.raw[field],
    })),
    ...removed.map((path) => ({ op: 'remove' as const, path })),
  ]
}

function isListed(mirror: MirrorSpec): boolean {
  return mirror.place.field === 'mirrors'
}

/** Tests and change of the percentage beside `mirror`, in whichever field it stands. */
function singlePercent(written: WrittenRule, percent: number): [JsonPatch, JsonPatch] {
  const field = PERCENT_FIELDS.find((name) => written.raw[name] !== undefined) ?? 'mirrorPercentage'
  const path = inRule(written, field)
  const old = written.raw[field]
  if (field === 'mirrorPercentage') return percentage(old, path, percent)
  if (old === percent) return [[], []]
  return [[{ op: 'test', path, value: old }], [{ op: 'replace', path, value: percent }]]
}

/** Tests and change of Istio's Percent message, `{value: 12.5}`. */
function percentage(old: unknown, path: string, percent: number): [JsonPatch, JsonPatch] {
  if (!isObject(old)) {
    const op = old === undefined ? 'add' : 'replace'
    return [[], [{ op, path, value: { value: percent } }]]
  }
  if (old.value === percent) return [[], []]
  const op = old.value === undefined ? 'add' : 'replace'
  return [[{ op: 'test', path, value: old }], [{ op, path: `${path}/value`, value: percent }]]
}
