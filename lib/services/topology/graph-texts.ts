import type { GraphDelta, RevisedGraph } from '../../domain/topology/graph-delta'
import type { SharedText, TextParts } from './shared-text'

/** The JSON of a graph or of a delta without its age, which is another one at every answer. */
export interface AgedText {
  /** RFC 3339; the age counts from here. */
  at: string
  head: string
  tail: SharedText
}

/** Writes a graph or a delta down, once for all readers. */
export function agedText(value: RevisedGraph | GraphDelta, share: (text: string) => SharedText): AgedText {
  const { revision, at, age: _age, ...rest } = value
  return {
    at,
    head: `{"revision":${JSON.stringify(revision)},"at":${JSON.stringify(at)},"age":`,
    tail: share(`,${JSON.stringify(rest).slice(1)}`),
  }
}

/** The JSON as it is at a moment: with its age in seconds. */
export function textAt({ at, head, tail }: AgedText, now: Date): TextParts {
  return [`${head}${Math.max(0, (now.getTime() - Date.parse(at)) / 1000)}`, tail]
}
