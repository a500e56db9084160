import type { JsonPatch } from '@/lib/domain/kube'
import { pointerTo } from '@/lib/domain/traffic/json-patch'
import { arrayOf, objectOf, type JsonObject } from '@/lib/domain/traffic/untyped'
import { entryTests, inPlace } from './rule-context'
import type { Mirroring } from './service-tree'

type Mirror = Mirroring['mirrors'][number]

const MIRRORS = pointerTo('spec', 'mirroring', 'mirrors')

/** Changes the share of a mirror that is there. */
export function mirrorPercentPatch(mirror: Mirror, percent: number): JsonPatch {
  if (mirror.percent === percent) return []
  const { raw } = mirror.entry
  const path = inPlace(mirror.at, 'percent')
  if (raw.percent === undefined) {
    return [
      { op: 'test', path: inPlace(mirror.at), value: raw },
      { op: 'add', path, value: percent },
    ]
  }
  return [
    ...entryTests(mirror),
    { op: 'test', path, value: raw.percent },
    { op: 'replace', path, value: percent },
  ]
}

/** Adds a mirror to a mirroring TraefikService. */
export function newMirrorPatch({ main, mirrors }: Mirroring, entry: JsonObject): JsonPatch {
  const listed = Array.isArray(main.entry.raw.mirrors)
  return [
    ...entryTests(main),
    ...mirrors.flatMap(entryTests),
    listed ? { op: 'add', path: `${MIRRORS}/-`, value: entry } : { op: 'add', path: MIRRORS, value: [entry] },
  ]
}

/** Takes mirrors away; all of the others stay. */
export function removeMirrorsPatch(
  { object, main, mirrors }: Mirroring,
  chosen: readonly Mirror[],
): JsonPatch {
  if (chosen.length === 0) return []
  const indexes = mirrors.flatMap((mirror, index) => (chosen.includes(mirror) ? [index] : []))
  const value = arrayOf(objectOf(objectOf(object.spec).mirroring).mirrors)
  const removed =
    indexes.length === mirrors.length
      ? [MIRRORS]
      : // From the end, so that the places before stay where they are.
        indexes.toSorted((a, b) => b - a).map((index) => `${MIRRORS}/${index}`)
  return [
    ...entryTests(main),
    { op: 'test', path: MIRRORS, value },
    ...removed.map((path) => ({ op: 'remove' as const, path })),
  ]
}
