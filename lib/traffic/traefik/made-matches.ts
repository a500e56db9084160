import type { JsonPatch, KubeObject } from '@/lib/domain/kube'
import { pointerTo } from '@/lib/domain/traffic/json-patch'
import { isObject, stringsOf } from '@/lib/domain/traffic/untyped'
import type { IngressRoute, IngressRule } from './schema'

/** The rules of an IngressRoute that match moves made: JSON of name → texts of their rules, which have no names. */
export const MATCHES_ANNOTATION = 'aviary.dev/matches'

/** Texts of the rules made by each match move; whatever can't be read is nobody's. */
export function notedMatches(object: KubeObject): Map<string, string[]> {
  const noted = object.metadata.annotations?.[MATCHES_ANNOTATION]
  if (noted === undefined) return new Map<string, string[]>()
  try {
    const value: unknown = JSON.parse(noted)
    return isObject(value)
      ? new Map(Object.entries(value).map(([name, texts]) => [name, stringsOf(texts)]))
      : new Map<string, string[]>()
  } catch (error) {
    if (error instanceof SyntaxError) return new Map<string, string[]>()
    throw error
  }
}

/** The rules that match moves made, by the name of the move. */
export function madeMatches({ object, rules }: IngressRoute): ReadonlyMap<IngressRule, string> {
  const made = new Map<IngressRule, string>()
  for (const [name, texts] of notedMatches(object)) {
    for (const text of texts) {
      // Two rules of one text share a router in Traefik; only one of them can be the move's.
      const rule = rules.findLast(({ match }) => match === text)
      if (rule !== undefined && !made.has(rule)) made.set(rule, name)
    }
  }
  return made
}

/** Tests of the note that stands there, and the change to this one. */
export function noteOps(
  object: KubeObject,
  matches: ReadonlyMap<string, readonly string[]>,
): { tests: JsonPatch; changes: JsonPatch } {
  const { annotations } = object.metadata
  const path = pointerTo('metadata', 'annotations', MATCHES_ANNOTATION)
  const note = JSON.stringify(Object.fromEntries(matches))
  if (annotations === undefined) {
    const value = { [MATCHES_ANNOTATION]: note }
    return { tests: [], changes: [{ op: 'add', path: '/metadata/annotations', value }] }
  }
  const old = annotations[MATCHES_ANNOTATION]
  if (old === undefined) return { tests: [], changes: [{ op: 'add', path, value: note }] }
  return {
    tests: [{ op: 'test', path, value: old }],
    changes: matches.size === 0 ? [{ op: 'remove', path }] : [{ op: 'replace', path, value: note }],
  }
}
