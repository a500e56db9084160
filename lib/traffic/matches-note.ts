import type { JsonPatch, KubeObject } from '@/lib/domain/kube'
import { pointerTo } from '@/lib/domain/traffic/json-patch'
import { isObject, stringsOf } from '@/lib/domain/traffic/untyped'

/** The annotation of a routing object in which the rules that match moves made are noted; only those are ever removed. */
export const MATCHES_ANNOTATION = 'aviary.dev/matches'

/** By the name of the match move, what its rules are known by. */
export type NotedMatches = ReadonlyMap<string, readonly string[]>

/** Reads a note that is JSON; somebody may have written anything there, and what is no JSON notes nothing. */
export function notedMatches({ metadata }: KubeObject): Map<string, string[]> {
  const noted = parsed(metadata.annotations?.[MATCHES_ANNOTATION])
  return new Map(
    isObject(noted) ? Object.entries(noted).map(([name, texts]) => [name, stringsOf(texts)]) : [],
  )
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** A note as JSON; undefined where there is nothing to note. */
export function noteOf(matches: NotedMatches): string | undefined {
  return matches.size === 0 ? undefined : JSON.stringify(Object.fromEntries(matches))
}

/** Tests of the note that stands there, and the change to this one, or to none. */
export function noteOps(
  { metadata: { annotations } }: KubeObject,
  note: string | undefined,
): { tests: JsonPatch; changes: JsonPatch } {
  const path = pointerTo('metadata', 'annotations', MATCHES_ANNOTATION)
  const old = annotations?.[MATCHES_ANNOTATION]
  if (old !== undefined) {
    return {
      tests: [{ op: 'test', path, value: old }],
      changes: [note === undefined ? { op: 'remove', path } : { op: 'replace', path, value: note }],
    }
  }
  if (note === undefined) return { tests: [], changes: [] }
  if (annotations !== undefined) return { tests: [], changes: [{ op: 'add', path, value: note }] }
  const value = { [MATCHES_ANNOTATION]: note }
  return { tests: [], changes: [{ op: 'add', path: pointerTo('metadata', 'annotations'), value }] }
}
