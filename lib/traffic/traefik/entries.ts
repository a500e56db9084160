import type { ClusterView, JsonPatch, KubeObject } from '@/lib/domain/kube'
import { stringOf, type JsonObject } from '@/lib/domain/traffic/untyped'
import { inPlace } from './rule-context'
import type { Entry } from './schema'
import type { Branch, Split } from './service-tree'

/** Fields of a mirroring TraefikService that are not about its main entry. */
const MIRRORING_FIELDS = ['mirrors', 'mirrorBody', 'maxBodySize'] as const

/** Fields that belong to the place of an entry and not to what it sends to. */
const PLACE_FIELDS: ReadonlySet<string> = new Set(['weight', 'percent', ...MIRRORING_FIELDS])

/**
 * An entry with all of its options, for another holder: one Service with different options in two places is one service
 * to Traefik, and one of the two would be lost.
 */
export function copyFor(holder: KubeObject, { raw, namespace }: Entry, name?: string): JsonObject {
  const home = holder.metadata.namespace ?? ''
  const written = stringOf(raw.namespace) ?? ''
  const options = Object.fromEntries(Object.entries(raw).filter(([field]) => !PLACE_FIELDS.has(field)))
  return {
    ...options,
    ...(name === undefined ? {} : { name }),
    ...((written === '' ? home : written) === namespace ? {} : { namespace }),
  }
}

/** Puts another target in the place of an entry; the place keeps its weight, or its mirrors. */
export function retargetPatch({ entry, at }: Branch, target: JsonObject): JsonPatch {
  const listed = typeof at.path.at(-1) === 'number'
  const fields: readonly string[] = listed ? ['weight'] : MIRRORING_FIELDS
  const kept = Object.fromEntries(Object.entries(entry.raw).filter(([field]) => fields.includes(field)))
  return [
    { op: 'test', path: inPlace(at), value: entry.raw },
    { op: 'replace', path: inPlace(at), value: { ...target, ...kept } },
  ]
}

/** Puts these entries in the place of a rule's own list. */
export function replaceListPatch(
  { list, children }: Pick<Split, 'list' | 'children'>,
  entries: readonly JsonObject[],
): JsonPatch {
  return [
    { op: 'test', path: inPlace(list), value: children.map(({ entry }) => entry.raw) },
    { op: 'replace', path: inPlace(list), value: entries },
  ]
}

/** The entry that leads to a TraefikService of the holder's namespace. */
export function traefikServiceEntry(name: string): JsonObject {
  return { kind: 'TraefikService', name }
}

/** The first of `base`, `base-aviary`, `base-aviary-2` … that no TraefikService has. */
export function freeName(
  view: ClusterView,
  namespace: string,
  base: string,
  other = `${base}-aviary`,
): string {
  const isTaken = (name: string) => view.get('traefikservices', namespace, name) !== undefined
  if (!isTaken(base)) return base
  let name = other
  for (let ordinal = 2; isTaken(name); ordinal++) name = `${other}-${ordinal}`
  return name
}
