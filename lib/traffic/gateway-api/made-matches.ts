import type { JsonPatchOp, KubeObject } from '@/lib/domain/kube'
import { pointerTo } from '@/lib/domain/traffic/json-patch'
import { isObject, stringsOf } from '@/lib/domain/traffic/untyped'
import { hashOfMatches } from './matches'
import type { GatewayRoute } from './schema'

/**
 * Match moves by name, with the hashes of the matches of the rules that each made, as JSON. Kept beside the rules' names
 * because CRDs older than v1.2 prune those.
 */
export const MATCHES_ANNOTATION = 'aviary.dev/matches'

const ANNOTATIONS = pointerTo('metadata', 'annotations')
const PATH = pointerTo('metadata', 'annotations', MATCHES_ANNOTATION)

export type MadeMatches = ReadonlyMap<string, readonly string[]>

/** The match moves noted on a route. */
export function madeMatches({ metadata }: KubeObject): MadeMatches {
  const noted = parsed(metadata.annotations?.[MATCHES_ANNOTATION])
  return new Map(
    isObject(noted) ? Object.entries(noted).map(([name, hashes]) => [name, stringsOf(hashes)]) : [],
  )
}

/** Somebody may have written anything there; what is no JSON notes nothing. */
function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** The name of the match move that made each rule, by place; undefined for rules that none made. */
export function makersOf(route: GatewayRoute): (string | undefined)[] {
  const made = madeMatches(route.object)
  if (made.size === 0) return route.rules.map(() => undefined)
  const left = [...made].flatMap(([name, hashes]) => hashes.map((hash) => ({ name, hash })))
  return route.rules.map(({ name: ruleName, raw }) => {
    const hash = hashOfMatches(route.kind, raw.matches)
    const named = left.findIndex((each) => each.hash === hash && isNameOf(each.name, ruleName))
    // A rule of that match under another name is somebody else's; without names the match alone has to tell.
    const found = named >= 0 || ruleName !== undefined ? named : left.findIndex((each) => each.hash === hash)
    return found < 0 ? undefined : left.splice(found, 1)[0]?.name
  })
}

/** True for `name`, `name.2`, `name.3` and so on. */
function isNameOf(group: string, ruleName: string | undefined): boolean {
  return (
    ruleName === group ||
    (ruleName?.startsWith(`${group}.`) === true && /^\d+$/.test(ruleName.slice(group.length + 1)))
  )
}

/** The test and the change that note other match moves on a route. */
export function noteMatches(object: KubeObject, made: MadeMatches): JsonPatchOp[] {
  const { annotations } = object.metadata
  const before = annotations?.[MATCHES_ANNOTATION]
  const value = JSON.stringify(Object.fromEntries(made))
  if (annotations === undefined) {
    return made.size === 0 ? [] : [{ op: 'add', path: ANNOTATIONS, value: { [MATCHES_ANNOTATION]: value } }]
  }
  if (before === undefined) return made.size === 0 ? [] : [{ op: 'add', path: PATH, value }]
  return [
    { op: 'test', path: PATH, value: before },
    made.size === 0 ? { op: 'remove', path: PATH } : { op: 'replace', path: PATH, value },
  ]
}
