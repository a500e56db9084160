import type { JsonPatch, KubeObject } from '@/lib/domain/kube'
import { pointerTo } from '@/lib/domain/traffic/json-patch'
import type { VirtualService, WrittenRule } from './schema'

/** Names of the rules of a VirtualService that match moves made, with commas between. */
export const MATCHES_ANNOTATION = 'aviary.dev/matches'

const MADE_NAME = /^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?(\.[1-9]\d*)?$/

/** The name that the n-th rule of a match move gets, counted from 1: `beta`, `beta.2`, `beta.3`. */
export function madeRuleName(move: string, ordinal: number): string {
  return ordinal === 1 ? move : `${move}.${ordinal}`
}

/** The rules that match moves made, by the name of the move. Whatever isn't named there, or not alone, is a user's. */
export function madeMatches({ object, rules }: VirtualService): ReadonlyMap<WrittenRule, string> {
  const noted = new Set(notedNames(object))
  const counts = new Map<string, number>()
  for (const { name } of rules) if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1)
  return new Map(
    rules.flatMap((rule): [WrittenRule, string][] => {
      const { name } = rule
      if (name === undefined || !noted.has(name) || counts.get(name) !== 1) return []
      return [[rule, name.split('.')[0] ?? name]]
    }),
  )
}

function notedNames(object: KubeObject): string[] {
  const noted = object.metadata.annotations?.[MATCHES_ANNOTATION] ?? ''
  return noted.split(',').filter((name) => MADE_NAME.test(name))
}

/** Tests of the note that stands there, and the change to one with these names. */
export function noteOps(
  object: KubeObject,
  names: readonly string[],
): { tests: JsonPatch; changes: JsonPatch } {
  const { annotations } = object.metadata
  const path = pointerTo('metadata', 'annotations', MATCHES_ANNOTATION)
  const old = annotations?.[MATCHES_ANNOTATION]
  const note = names.join(',')
  if (annotations === undefined) {
    const value = { [MATCHES_ANNOTATION]: note }
    return { tests: [], changes: [{ op: 'add', path: '/metadata/annotations', value }] }
  }
  if (old === undefined) return { tests: [], changes: [{ op: 'add', path, value: note }] }
  return {
    tests: [{ op: 'test', path, value: old }],
    changes: names.length === 0 ? [{ op: 'remove', path }] : [{ op: 'replace', path, value: note }],
  }
}
